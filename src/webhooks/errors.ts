import { ProductError } from '../lib/index.ts'

export class WebhookNotFound extends ProductError {
  readonly code = 'webhook_not_found'
  readonly kind = 'not_found'
  constructor(id: string) {
    super('There is no webhook with this id.', {
      id: id.slice(0, 100),
    })
  }
}

export class DeliveryNotFound extends ProductError {
  readonly code = 'webhook_delivery_not_found'
  readonly kind = 'not_found'
  constructor(id: string) {
    super('There is no delivery with this id. After 30 days they are deleted.', { id: id.slice(0, 100) })
  }
}

export class InvalidWebhookUrl extends ProductError {
  readonly code = 'webhook_url_invalid'
  readonly kind = 'invalid'
  override readonly field = 'url'

  static wrong(allowsHttp: boolean): InvalidWebhookUrl {
    const http = allowsHttp ? ' or, on a loopback address, http://' : ''
    return new InvalidWebhookUrl(
      `Give a whole address that begins with https://${http}, without a name and password in it and without a fragment.`,
    )
  }

  static refused(address: string): InvalidWebhookUrl {
    return new InvalidWebhookUrl(
      `${address} is not a public address. The operator of this server can allow its network with PATMINT_WEBHOOK_NETWORKS.`,
    )
  }
}

export class InvalidWebhookDescription extends ProductError {
  readonly code = 'webhook_description_invalid'
  readonly kind = 'invalid'
  override readonly field = 'description'
  constructor(most: number) {
    super(`Describe the webhook in at most ${most} characters, without invisible ones.`)
  }
}

export class InvalidWebhookEvents extends ProductError {
  readonly code = 'webhook_events_invalid'
  readonly kind = 'invalid'
  override readonly field = 'events'
  constructor(known: readonly string[]) {
    super(`Choose at least one event of: ${known.join(', ')}.`)
  }
}

export class TooManyWebhooks extends ProductError {
  readonly code = 'webhook_limit_reached'
  readonly kind = 'conflict'
  constructor(most: number) {
    super(`There can be ${most} webhooks. Remove one that is no longer needed, then add this one.`)
  }
}

export class WebhookDisabled extends ProductError {
  readonly code = 'webhook_disabled'
  readonly kind = 'conflict'
  constructor(id: string) {
    super('This webhook is disabled, so nothing is sent to it. Enable it first.', { id })
  }
}
