/** The journal is added to and never changed. What an order's tombstone stands for may go with it. */
export const GUARDS: readonly string[] = [
  `create trigger journal_never_changes before update on journal
   begin select raise(abort, 'the journal is never changed'); end`,
  `create trigger journal_never_goes before delete on journal
   when not exists (select 1 from tombstones where order_id = old.order_id and seq >= old.seq)
   begin select raise(abort, 'the journal is never deleted from'); end`,
  // "insert or replace" deletes without a trigger.
  `create trigger journal_is_never_replaced before insert on journal
   when exists (select 1 from journal where order_id = new.order_id and seq = new.seq)
   begin select raise(abort, 'the journal is never changed'); end`,
  `create trigger seals_are_never_replaced before insert on seals when exists (select 1 from seals where seq = new.seq)
   begin select raise(abort, 'seals are never changed'); end`,
  `create trigger seals_never_change before update on seals begin select raise(abort, 'seals are never changed'); end`,
  `create trigger seals_never_go before delete on seals begin select raise(abort, 'seals are never deleted'); end`,
  `create trigger seal_items_never_change before update on seal_items begin select raise(abort, 'seals are never changed'); end`,
  `create trigger seal_items_never_go before delete on seal_items begin select raise(abort, 'seals are never deleted'); end`,
]
