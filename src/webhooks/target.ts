import { type LookupAddress, type LookupOptions, lookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { isInNetworks, isPublicAddress } from '../lib/index.ts'

/** What messages may be sent to. */
export type TargetRules = {
  /** Networks, as CIDR, that may be reached though they are not public. */
  readonly networks: readonly string[]
  /** Whether a loopback address may be spoken to in the clear: nobody reads along there. Never in production. */
  readonly allowsHttp: boolean
}

/** The address is none that messages are sent to. The text is shown to administrators. */
export class TargetRefused extends Error {
  constructor(address: string) {
    super(
      `${address} is not a public address, and PATMINT_WEBHOOK_NETWORKS has no network that it is in. Nothing was sent.`,
    )
    this.name = 'TargetRefused'
  }
}

export const isAllowedAddress = (address: string, { networks }: TargetRules): boolean =>
  isPublicAddress(address) || isInNetworks(address, networks)

/** The address, where a URL names it by numbers. Those are never looked up, so they are checked apart. */
export function findLiteralAddress({ hostname }: URL): string | undefined {
  const host = hostname.replace(/^\[|\]$/g, '')
  return isIP(host) === 0 ? undefined : host
}

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/

export const isLoopback = ({ hostname }: URL): boolean => LOOPBACK.test(hostname)

/**
 * For a connection: asks the resolver, and gives back addresses that it may be made to. They are checked here, where the
 * socket takes them, and not before: between two questions a name can change its answer (DNS rebinding). One address that
 * is not allowed condemns the name, for nobody could say which of them is used.
 */
export const checkedLookup =
  (rules: TargetRules): LookupFunction =>
  (hostname, options: LookupOptions, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      const [first] = addresses ?? []
      if (error !== null || first === undefined) {
        callback(error ?? Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), '', 0)
        return
      }
      const refused = addresses.find(({ address }) => !isAllowedAddress(address, rules))
      if (refused !== undefined) callback(new TargetRefused(refused.address), '', 0)
      else if (options.all === true) callback(null, addresses)
      else callback(null, first.address, first.family)
    })
  }
