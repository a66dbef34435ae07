/** The journal is added to and never changed. What an order's tombstone stands for may go with it. */
export const GUARDS: readonly string[] = [
  `create function never() returns trigger language plpgsql as $$
   begin raise exception '% is never changed or deleted from', tg_table_name using errcode = '23001'; end $$`,
  `create function never_before_its_tombstone() returns trigger language plpgsql as $$
   begin
     if exists (select 1 from tombstones where order_id = old.order_id and seq >= old.seq) then return old; end if;
     raise exception 'the journal is never deleted from' using errcode = '23001';
   end $$`,
  'create trigger journal_never_changes before update on journal for each row execute function never()',
  'create trigger journal_never_goes before delete on journal for each row execute function never_before_its_tombstone()',
  'create trigger journal_is_never_emptied before truncate on journal execute function never()',
  'create trigger seals_never_change before update or delete on seals for each row execute function never()',
  'create trigger seals_are_never_emptied before truncate on seals execute function never()',
  'create trigger seal_items_never_change before update or delete on seal_items for each row execute function never()',
  'create trigger seal_items_are_never_emptied before truncate on seal_items execute function never()',
]
