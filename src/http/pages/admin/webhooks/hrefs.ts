export const WEBHOOKS = '/admin/webhooks'

export const webhookHref = (id: string): string => `${WEBHOOKS}/${id}`

export const deliveryHref = (webhookId: string, id: string): string =>
  `${webhookHref(webhookId)}/deliveries/${id}`
