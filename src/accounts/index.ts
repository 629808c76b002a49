export type { Account, AccountKind, Role } from './account.ts'
export {
  accountEntity,
  passwordLinkEntity,
  setupLinkEntity,
  signInThrottleEntity,
} from './account-entity.ts'
export { type Accounts, createAccounts } from './accounts.ts'
export { createPasswords } from './password.ts'
export { createThrottle } from './throttle.ts'
