import { cellOf } from '../../../scripts/write-permissions-docs.ts'
import type { Operation } from '../../../src/http/api/operation.ts'
import { isPermitted, PERMISSIONS, type Standing } from '../../../src/permissions/index.ts'
import type { Act } from '../act.ts'
import type { Somebody } from '../world.ts'
import type { Refusal } from './door.ts'

const NO_TOKEN = { status: [401], code: 'authentication_required' }
const DEAD_TOKEN = { status: [401], code: 'invalid_token' }
const NO_SCOPE = { status: [403], code: 'insufficient_scope' }
const NOT_THERE = { status: [404] }
const NOT_PERMITTED = { status: [403], code: 'not_permitted' }
/** To whom a place is not there, and to whom it is only closed, the table tells apart for those who are in it. */
const SOMEHOW = { status: [403, 404] }

/**
 * What a program meets that calls with somebody's own token: what they would meet at the pages, in the words of an API. A
 * list that a page leaves out is refused, and to the administration nobody else’s token has the scope. Service accounts, which
 * open no page, do here what a member does with tokens of their own.
 */
export function refusalOf(
  { access }: Pick<Operation, 'access'>,
  act: Act,
  { person }: Pick<Somebody, 'person'>,
): Refusal | undefined {
  if (person === 'anonymous') return NO_TOKEN
  if (person === 'disabled') return DEAD_TOKEN
  if (access === 'patmint:admin' && person !== 'admin') return NO_SCOPE
  if (person === 'service account')
    return isPermitted(act.action, standingsOfService(act)) ? undefined : SOMEHOW
  if (cellOf(act, person) === 'yes') return undefined
  return PERMISSIONS[act.action].refusal === 'not_found' ? NOT_THERE : NOT_PERMITTED
}

const standingsOfService = ({ on }: Act): readonly Standing[] =>
  on === 'own_token' || on === 'service_token' ? ['member', 'owner'] : ['member']
