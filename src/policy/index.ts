export { limitsUnder } from './limits-under.ts'
export { createPolicies, type Policies, type PolicyBook, type PolicyDraft } from './policies.ts'
export type {
  EffectivePolicy,
  OrganizationLimits,
  PolicySettings,
  PolicyVersion,
} from './policy.ts'
export { policyEntity } from './policy-entity.ts'
export { type InForceRow, policiesInForce } from './policy-store.ts'
export { TOKEN_KINDS, type TokenKind } from './token-kind.ts'
