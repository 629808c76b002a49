import { type Config, ConfigProblems, loadConfigFromProcess } from '../../config/index.ts'
import { type Finding, good, note, problem } from './finding.ts'

const SUBJECT = 'configuration'

/** The configuration, or all that is wrong with it. */
export function examineConfiguration(): { config: Config | undefined; findings: Finding[] } {
  try {
    const config = loadConfigFromProcess()
    return { config, findings: [good(SUBJECT, 'every option can be read'), ...examineAddress(config)] }
  } catch (error) {
    if (!(error instanceof ConfigProblems)) throw error
    const findings = error.problems.map(({ variable, message, example }) =>
      problem(
        SUBJECT,
        `${variable} ${message}`,
        example === undefined ? 'See docs/configuration.md.' : `For example: ${variable}=${example}`,
      ),
    )
    return { config: undefined, findings }
  }
}

/** How people get here. */
function examineAddress({ issuer, production, trustedProxies, host, port }: Config): Finding[] {
  if (!production) {
    return [
      note(
        'address',
        `${issuer} can be reached from this machine only`,
        'That is for trials. Set PATMINT_ISSUER to the public https address before others use it.',
      ),
    ]
  }
  const findings = [good('address', `${issuer}; Patmint itself listens on ${host}:${port}`)]
  if (trustedProxies.length > 0) {
    return [...findings, good('proxy', `addresses are believed from ${trustedProxies.join(', ')}`)]
  }
  return [
    ...findings,
    problem(
      'proxy',
      'no proxy is trusted, so everybody seems to come from the address of the one that ends TLS',
      'Set PATMINT_TRUSTED_PROXIES to its address as Patmint sees it; until then attempts to sign in are counted together, and networks of tokens do not work.',
    ),
  ]
}
