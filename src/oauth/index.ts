import { oauthModelEntity } from './oauth-model-entity.ts'
import { signingKeyEntity } from './signing-key-entity.ts'

export { InteractionNotFound, PasswordNeeded } from './errors.ts'
export type { Host, OauthPage } from './host.ts'
export type { InteractionView, RequestedResource, SignedIn } from './interaction.ts'
export { createOauth, type Oauth } from './oauth.ts'

export const oauthEntities = [oauthModelEntity, signingKeyEntity]
