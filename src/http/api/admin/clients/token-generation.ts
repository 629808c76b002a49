import { z } from 'zod'
import { INTERNAL_CLIENT_ID } from '../../../../clients/index.ts'
import { adminOperation } from '../admin-operation.ts'

const PATH = '/api/v1/admin/token-generation'

const reply = z.object({ isOn: z.boolean() }).meta({ id: 'TokenGeneration' })

export const getTokenGeneration = adminOperation('console.see', {
  id: 'getTokenGeneration',
  tag: 'Clients',
  method: 'get',
  path: PATH,
  summary: 'Ask whether token generation is on',
  description: 'The kill switch of the whole server.',
  status: 200,
  reply,
  version: (state) => state,
  handle: async ({ clients }) => ({ isOn: await clients.isMintingOn() }),
})

export const switchTokenGeneration = adminOperation('generation.switch', {
  id: 'switchTokenGeneration',
  tag: 'Clients',
  method: 'put',
  path: PATH,
  summary: 'Switch token generation off or on',
  description:
    'While it is off nobody can generate, rotate or issue a token, administrators included. Tokens that exist keep working, and ' +
    'can be revoked. So can this be switched on again.',
  body: z.strictObject({ isOn: z.boolean() }),
  status: 200,
  reply,
  current: getTokenGeneration,
  errors: ['precondition_failed'],
  async handle({ clients }, { actor, body: { isOn } }) {
    await clients[isOn ? 'enable' : 'disable'](actor, INTERNAL_CLIENT_ID)
    return { isOn: await clients.isMintingOn() }
  },
})
