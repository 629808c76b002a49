import { FirstLight1763800000000 } from './1763800000000-first-light.ts'
import { OrganizationsAndPolicy1763900000000 } from './1763900000000-organizations-and-policy.ts'
import { Idempotency1764000000000 } from './1764000000000-idempotency.ts'
import { Webhooks1764100000000 } from './1764100000000-webhooks.ts'
import { RateLimit1764200000000 } from './1764200000000-rate-limit.ts'
import { Growth1764300000000 } from './1764300000000-growth.ts'
import { DayCounts1764400000000 } from './1764400000000-day-counts.ts'
import { ConfigurationChange1764500000000 } from './1764500000000-configuration-change.ts'
import { CheaperWrites1764600000000 } from './1764600000000-cheaper-writes.ts'
import { Retired1764700000000 } from './1764700000000-retired.ts'

/** In the order in which they run. A new migration is added at the end and never changed once it has been released. */
export const migrations = [
  FirstLight1763800000000,
  OrganizationsAndPolicy1763900000000,
  Idempotency1764000000000,
  Webhooks1764100000000,
  RateLimit1764200000000,
  Growth1764300000000,
  DayCounts1764400000000,
  ConfigurationChange1764500000000,
  CheaperWrites1764600000000,
  Retired1764700000000,
] as const
