/** What can be asked and done at `/graphql`: tokens, by the same operations as at `/api/v1`. */
export const SCHEMA = /* GraphQL */ `
  "A moment: RFC 3339, in UTC."
  scalar DateTime

  type Query {
    "Whose token you hold, and what it may do now. Any live token may ask."
    whoami: Whoami!
    "The tokens that your account answers for, the newest first; with organizationId, those of a place that you administer. Scope patmint:read."
    apiTokens(
      "1 to 100."
      first: Int = 50
      "endCursor of the page before this one."
      after: String
      state: ApiTokenStateFilter
      "A part of the name, or the last four characters of the secret."
      search: String
      kind: ApiTokenKind
      "Exactly this scope, as granted."
      scope: String
      organizationId: ID
      workspaceId: ID
    ): ApiTokenConnection!
    "A token of your account, or of a place that you administer. Scope patmint:read."
    apiToken(id: ID!): ApiToken!
  }

  type Mutation {
    "Generates a token, which can do no more than the one that you call with. Its secret is in this answer alone. Scope patmint:write."
    createApiToken(
      input: CreateApiTokenInput!
      "The same key with the same input generates one token and answers with it again, for a day."
      idempotencyKey: String
    ): IssuedApiToken!
    "Replaces a token by one with a new secret, which is in this answer alone. Scope patmint:write."
    rotateApiToken(id: ID!, when: RetireWhen!, idempotencyKey: String): IssuedApiToken!
    "Ends a token, with the answer. Ending it again is no error. Scope patmint:write."
    revokeApiToken(id: ID!): RevokedApiToken!
  }

  enum ApiTokenKind {
    personal
    workspace
    organization
  }

  enum ApiTokenState {
    active
    "Has not ended, and is inactive for now: suspension says why."
    suspended
    expired
    revoked
  }

  enum ApiTokenStateFilter {
    active
    "Active, and ends within 14 days."
    expiring
    suspended
    expired
    revoked
  }

  "When the old secret stops working."
  enum RetireWhen {
    now
    hour
    day
    first_use
  }

  type Account {
    id: ID!
    email: String!
    name: String!
  }

  "An organization or a workspace."
  type Place {
    id: ID!
    slug: String!
    name: String!
  }

  type OrganizationMembership {
    id: ID!
    slug: String!
    name: String!
    "null for a service account."
    role: String
  }

  type WorkspaceMembership {
    id: ID!
    slug: String!
    name: String!
    organizationId: ID!
    role: String!
  }

  type Whoami {
    accountId: ID!
    email: String!
    name: String!
    organizations: [OrganizationMembership!]!
    workspaces: [WorkspaceMembership!]!
    "What the token may do at this moment, spelt out."
    scopes: [String!]!
    token: WhoamiToken!
  }

  type WhoamiToken {
    id: ID!
    name: String!
    kind: ApiTokenKind!
    expiresAt: DateTime
  }

  "A token's record. Its secret is nowhere in it."
  type ApiToken {
    id: ID!
    name: String!
    description: String!
    kind: ApiTokenKind!
    "The last four characters of the secret."
    hint: String!
    state: ApiTokenState!
    suspension: String
    "Whom it acts for; of a workspace's or organization's, who answers for it."
    account: Account!
    organization: Place
    workspace: Place
    "As granted: write brings read."
    scopes: [String!]!
    "CIDR ranges that it is good from; none: from anywhere."
    networks: [String!]!
    "Client ids of the only APIs that it is good at; null: all that serve its scopes."
    resourceServers: [String!]
    createdAt: DateTime!
    madeBy: String!
    "null: never."
    expiresAt: DateTime
    "At most a minute behind; null: never."
    lastUsedAt: DateTime
    lastUsedAddress: String
    lastUsedBy: String
    revokedAt: DateTime
    revokedBy: String
    revokeReason: String
    rotatedFrom: ID
    rotatedTo: ID
    retiresAt: DateTime
    retiresOnFirstUse: Boolean!
  }

  type PageInfo {
    hasNextPage: Boolean!
    endCursor: String
  }

  type ApiTokenConnection {
    nodes: [ApiToken!]!
    pageInfo: PageInfo!
  }

  input CreateApiTokenInput {
    name: String!
    description: String
    scopes: [String!]!
    "How many days it lives. As the policy says where nothing is said."
    expiresInDays: Int
    "When it ends, instead of expiresInDays; null: never, where the policy allows that."
    expiresAt: DateTime
    networks: [String!]
    resourceServers: [String!]
    "personal, where nothing is said."
    kind: ApiTokenKind
    organizationId: ID
    workspaceId: ID
  }

  type IssuedApiToken {
    apiToken: ApiToken!
    "Shown this once: keep it now. Only its hash is stored."
    secret: String!
  }

  type RevokedApiToken {
    id: ID!
  }
`
