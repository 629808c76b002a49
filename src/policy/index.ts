export { policyEntity } from './policy-entity.ts'
export type { TokenKind } from './token-kind.ts'
