import OAuth2Server from '@node-oauth/oauth2-server'
import pg from 'pg'
import { given, serveBare } from '../../lib/serve.mjs'

// It has no introspection: its check of a bearer token stands for it, in a bare server, with one query. The client is not even asked
// for its secret.
const pool = new pg.Pool({ connectionString: given('DATABASE_URL'), max: 10 })
const server = new OAuth2Server({
  model: /** @type {any} */ ({
    /** @param {string} accessToken */
    async getAccessToken(accessToken) {
      const { rows } = await pool.query({
        name: 'find',
        text: 'select client_id, user_id, scope, expires_at from oauth_token where access_token = $1',
        values: [accessToken],
      })
      const [row] = rows
      if (row === undefined) return undefined
      return {
        accessToken,
        accessTokenExpiresAt: row.expires_at,
        scope: row.scope.split(' '),
        client: { id: row.client_id },
        user: { id: row.user_id },
      }
    },
  }),
})

serveBare(async (body) => {
  const headers = { authorization: `Bearer ${new URLSearchParams(body).get('token')}` }
  const request = new OAuth2Server.Request({ method: 'GET', headers, query: {} })
  try {
    const token = await server.authenticate(request, new OAuth2Server.Response({ headers: {} }))
    return {
      status: 200,
      body: {
        active: true,
        sub: token.user['id'],
        client_id: token.client.id,
        scope: (token.scope ?? []).join(' '),
        exp: Math.floor(Number(token.accessTokenExpiresAt) / 1_000),
      },
    }
  } catch (error) {
    if (!(error instanceof OAuth2Server.InvalidTokenError)) throw error
    return { status: 200, body: { active: false } }
  }
})
