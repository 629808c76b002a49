import { isProductError } from '../../../../lib/index.ts'
import type { WebhookEndpoint } from '../../../../webhooks/index.ts'
import { PageNotFound } from '../../../errors.ts'
import type { PageDeps } from '../../page.ts'

/** What is not there is an unknown page. @throws {PageNotFound} */
export async function orNotFound<T>(finding: Promise<T>): Promise<T> {
  try {
    return await finding
  } catch (error) {
    throw isProductError(error) && error.kind === 'not_found' ? new PageNotFound() : error
  }
}

/** @throws {PageNotFound} */
export const getWebhook = ({ webhooks }: PageDeps, id: string): Promise<WebhookEndpoint> =>
  orNotFound(webhooks.get(id))
