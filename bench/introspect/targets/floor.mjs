import { serveBare } from '../../lib/serve.mjs'

// Reads the form, and says the same to everybody: what is left when nothing is done.
const ANSWER = {
  active: true,
  sub: '0199a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b',
  username: 'ada@example.com',
  token_id: '0199a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b',
  token_name: 'ci deploy',
  token_kind: 'personal',
  client_id: 'patmint',
  exp: 1_798_408_150,
  iat: 1_795_816_150,
  iss: 'http://127.0.0.1:41037',
  aud: 'https://tracker.example.com',
  scope: 'tracker:read',
  token_type: 'Bearer',
}

serveBare(async (body) => {
  new URLSearchParams(body).get('token')
  return { status: 200, body: ANSWER }
})
