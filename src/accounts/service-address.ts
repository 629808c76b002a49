/** ICANN keeps `.internal` for private use and never delegates it, so no mail gets there by mistake. */
const DOMAIN = 'service.internal'

/** `deploy@acme.service.internal` */
export const serviceAddress = (slug: string, organizationSlug: string): string =>
  `${slug}@${organizationSlug}.${DOMAIN}`

/** An address that only service accounts have: a person with one would read as a machine in every log. */
export const isServiceAddress = (email: string): boolean => /[@.]service\.internal\.?$/.test(email)
