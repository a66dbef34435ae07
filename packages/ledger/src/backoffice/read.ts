import type { BackofficeBooks } from '@tpkit/backoffice'
import { type Kysely, sql as raw } from 'kysely'
import { AUDIT } from '../rows/codecs.ts'
import { capped, every } from '../rows/read.ts'
import type { Tables } from '../schema/tables.ts'
import { API_KEY, MERCHANT, SETTING, WEBHOOK_ENDPOINT } from './codecs.ts'

const USUAL_LINES = 50

/** Reads of what was committed: a key that was revoked opens nothing from then on, whoever revoked it. */
export function backofficeReader(db: Kysely<Tables>): Omit<BackofficeBooks, 'write' | 'touchApiKey'> {
  const merchants = db.selectFrom('merchants').selectAll()
  const apiKeys = db.selectFrom('api_keys').selectAll()
  const endpoints = db.selectFrom('webhook_endpoints').selectAll()
  return {
    merchants: async () => every(MERCHANT, await merchants.orderBy('created_at').orderBy('id').execute()),
    merchant: async (id) => every(MERCHANT, await merchants.where('id', '=', id).execute())[0],
    apiKey: async (id) => every(API_KEY, await apiKeys.where('id', '=', id).execute())[0],
    apiKeys: async (merchant) =>
      every(API_KEY, await apiKeys.where('merchant', '=', merchant).orderBy('created_at').orderBy('id').execute()),
    endpoint: async (id) => every(WEBHOOK_ENDPOINT, await endpoints.where('id', '=', id).execute())[0],
    endpoints: async (merchant) => {
      const all = endpoints.where('removed_at', 'is', null).orderBy('id')
      return every(WEBHOOK_ENDPOINT, await (merchant === undefined ? all : all.where('merchant', '=', merchant)).execute())
    },
    settings: (merchant) => settings(db, merchant),
    audit: (filter) => audit(db, filter),
  }
}

async function settings(db: Kysely<Tables>, merchant: string): ReturnType<BackofficeBooks['settings']> {
  const isNewest = raw<boolean>`version = (select max(s.version) from settings s where s.merchant = settings.merchant and s.name = settings.name)`
  const found = db.selectFrom('settings').selectAll().where('merchant', '=', merchant).where(isNewest).orderBy('name')
  return every(SETTING, await found.execute())
}

async function audit(
  db: Kysely<Tables>,
  { subject, before, limit = USUAL_LINES }: Parameters<BackofficeBooks['audit']>[0],
): ReturnType<BackofficeBooks['audit']> {
  let query = db.selectFrom('audit').selectAll().orderBy('id', 'desc').limit(capped(limit))
  if (subject !== undefined) query = query.where('subject', '=', subject)
  if (before !== undefined) query = query.where('id', '<', before)
  return every(AUDIT, await query.execute())
}
