import type { Act } from './act.ts'
import {
  ACCOUNT_ACTS,
  INSTANCE_ACTS,
  ORGANIZATION_ACTS,
  REGISTER_ACTS,
  WEBHOOK_ACTS,
} from './acts/console.ts'
import { SELF_ACTS, TOKEN_ACTS } from './acts/own.ts'
import { PLACE_ACTS } from './acts/places.ts'

/** Everything that the table of permissions speaks of, at every door where it can be done. */
export const ACTS: readonly Act[] = [
  ...SELF_ACTS,
  ...TOKEN_ACTS,
  ...PLACE_ACTS,
  ...ACCOUNT_ACTS,
  ...ORGANIZATION_ACTS,
  ...REGISTER_ACTS,
  ...WEBHOOK_ACTS,
  ...INSTANCE_ACTS,
]
