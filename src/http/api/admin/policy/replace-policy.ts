import { z } from 'zod'
import type { Operation } from '../../operation.ts'
import { momentGiven } from '../../schemas/common.ts'
import { adminOperation } from '../admin-operation.ts'
import { getOrganizationPolicy, getPolicy } from './get-policy.ts'
import { OF_INSTANCE, OF_ORGANIZATION, type PolicyPlace, toPolicyReply } from './place.ts'

export const draftOf = ({ settings, noun }: PolicyPlace) =>
  z
    .strictObject({
      settings,
      enforcedFrom: momentGiven
        .optional()
        .meta({ description: 'From when it holds for tokens that exist; now, where nothing is said.' }),
    })
    .meta({ id: `${noun}PolicyDraft` })

export const readStart = (enforcedFrom: string | undefined) =>
  enforcedFrom === undefined ? {} : { enforcedFrom: new Date(enforcedFrom) }

const replacePolicyOf = (place: PolicyPlace, current: Operation) =>
  adminOperation(place.change, {
    id: `replace${place.noun}Policy`,
    tag: 'Policy',
    method: 'put',
    path: place.path,
    summary: `Replace ${place.whose}`,
    description:
      'New tokens comply at once, existing ones from enforcedFrom on. It deletes nothing: what it stops, a looser one gives back. ' +
      'The preview says beforehand which tokens end, or can do less. The same settings again change nothing.',
    params: place.params,
    body: draftOf(place),
    status: 200,
    reply: place.reply,
    current,
    errors: [...place.errors, 'precondition_failed'],
    async handle(services, { actor, params, body: { settings, enforcedFrom } }) {
      const organizationId = await place.findOrganizationId(services, params)
      const start = readStart(enforcedFrom)
      return toPolicyReply(await place.save(services, actor, organizationId, settings, start))
    },
  })

export const replacePolicy = replacePolicyOf(OF_INSTANCE, getPolicy)
export const replaceOrganizationPolicy = replacePolicyOf(OF_ORGANIZATION, getOrganizationPolicy)
