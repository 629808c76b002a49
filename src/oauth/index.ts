import { oauthModelEntity } from './oauth-model-entity.ts'
import { signingKeyEntity } from './signing-key-entity.ts'

export type { Host, OauthPage } from './host.ts'
export { type InspectedKey, inspectSigningKeys } from './inspect-signing-keys.ts'
export type { InteractionView, SignedIn } from './interaction.ts'
export { createOauth, type Oauth } from './oauth.ts'

export const oauthEntities = [oauthModelEntity, signingKeyEntity]
