import type { Page } from '../../page.ts'
import { changeWebhookForm, changeWebhookPage } from './change.ts'
import { deliveryPage, redeliverForm } from './delivery.ts'
import { registerWebhookForm, registerWebhookPage } from './register.ts'
import { removeWebhookForm, removeWebhookPage } from './remove.ts'
import { rotateWebhookForm, rotateWebhookPage, webhookSecretPage } from './secret.ts'
import { disableWebhookForm, disableWebhookPage, enableWebhookForm } from './switch.ts'
import { testWebhookForm, webhookPage } from './webhook.ts'
import { webhooksPage } from './webhooks.ts'

export const WEBHOOK_PAGES: readonly Page[] = [
  webhooksPage,
  registerWebhookPage,
  registerWebhookForm,
  webhookPage,
  testWebhookForm,
  changeWebhookPage,
  changeWebhookForm,
  webhookSecretPage,
  rotateWebhookPage,
  rotateWebhookForm,
  disableWebhookPage,
  disableWebhookForm,
  enableWebhookForm,
  removeWebhookPage,
  removeWebhookForm,
  deliveryPage,
  redeliverForm,
]
