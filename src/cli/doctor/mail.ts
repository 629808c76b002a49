import type { Config } from '../../config/index.ts'
import { verifyMailServer } from '../../mail/index.ts'
import { type Finding, good, note, problem } from './finding.ts'

/** So that nobody waits for a message that is never sent. */
export async function examineMail(config: Config | undefined): Promise<Finding> {
  if (config === undefined) return note('mail', 'not looked at: where its server is, the configuration says')
  const { smtpUrl } = config
  if (smtpUrl === undefined) {
    return note(
      'mail',
      'none is sent: PATMINT_SMTP_URL is not set',
      'Links that invite people or let them choose a new password are shown to you: hand them over yourself.',
    )
  }
  const { host } = new URL(smtpUrl)
  try {
    await verifyMailServer(smtpUrl)
    return good('mail', `${host} takes mail`)
  } catch (error) {
    const { message, code } = error as { message: string; code?: string }
    return problem('mail', `${host} does not take mail: ${message.split('\n')[0]}`, advise(code))
  }
}

function advise(code: string | undefined): string {
  if (code === 'EAUTH' || code === 'ENOAUTH') {
    return 'Are name and password in PATMINT_SMTP_URL right, with special characters percent-encoded?'
  }
  if (code === 'ETLS') {
    return 'It must offer STARTTLS with a certificate that Node trusts (NODE_EXTRA_CA_CERTS adds one); or use smtps:// in PATMINT_SMTP_URL.'
  }
  return 'Is it running, are host and port right (smtps:// 465, smtp:// 587), and does its firewall let this machine in? Mails wait until then.'
}
