import { SECOND } from '../lib/index.ts'
import { TargetRefused } from './target.ts'

/** What is wrong with an answer; `null` where nothing is. */
export function describeStatus(status: number): string | null {
  if (status >= 200 && status < 300) return null
  if (status === 410) return 'It answered 410 (gone): it wants no more messages.'
  if (status >= 300 && status < 400)
    return `It answered ${status}, a redirect. Redirects are not followed: give the address that it leads to.`
  return `It answered ${status}.`
}

const NETWORK: Readonly<Record<string, string>> = {
  ENOTFOUND: 'Its name is not known to the DNS.',
  EAI_AGAIN: 'The DNS did not answer for its name.',
  ECONNREFUSED: 'Nothing listens at its address: the connection was refused.',
  ECONNRESET: 'It closed the connection before it answered.',
  EPIPE: 'It closed the connection before it answered.',
  EHOSTUNREACH: 'Its address cannot be reached from here.',
  ENETUNREACH: 'Its address cannot be reached from here.',
  ETIMEDOUT: 'Its address did not answer.',
  CERT_HAS_EXPIRED: 'Its certificate has expired.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'Its certificate is signed by itself, so nobody vouches for it.',
  SELF_SIGNED_CERT_IN_CHAIN: 'Its certificate comes from an authority that is not trusted here.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'Its certificate comes from an authority that is not trusted here.',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'Its certificate comes from an authority that is not trusted here.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'Its certificate is for another name.',
}

/** Why there was no answer. */
export function describeFailure(error: unknown, patience: number): string {
  if (error instanceof TargetRefused) return error.message
  const { name, code, message, errors } = error as NodeJS.ErrnoException & { errors?: unknown[] }
  if (name === 'TimeoutError') return `It did not answer within ${patience / SECOND} seconds.`
  // Several addresses were tried: they mostly fail alike.
  const [first] = errors ?? []
  if (first !== undefined) return describeFailure(first, patience)
  if (code !== undefined && NETWORK[code] !== undefined) return NETWORK[code]
  if (code?.startsWith('HPE_')) return 'What it answered is not HTTP.'
  return `No message could be sent: ${message.slice(0, 200)}`
}
