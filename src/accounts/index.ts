export type { Account, AccountKind, Role } from './account.ts'
export {
  accountEntity,
  passwordLinkEntity,
  setupLinkEntity,
  signInThrottleEntity,
} from './account-entity.ts'
export { type Accounts, createAccounts } from './accounts.ts'
export { insertServiceAccount } from './create-service.ts'
export { AccountNotFound } from './errors.ts'
export { type AccountSearch, type AccountState, accountState, type ListedAccount } from './listed-account.ts'
export { createPasswords } from './password.ts'
export { serviceAddress } from './service-address.ts'
export { createThrottle } from './throttle.ts'
