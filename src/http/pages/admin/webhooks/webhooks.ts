import type { Notice } from '../../form.ts'
import { page, queryText } from '../../page.ts'
import { viewWebhook } from './webhook-view.ts'

/** What a redirect to this page may ask it to say. */
const DONE: Readonly<Record<string, Notice>> = {
  removed: { tone: 'good', text: 'The webhook is removed. Nothing more is sent to it.' },
}

/** Who is told when tokens come and go. */
export const webhooksPage = page({
  method: 'get',
  path: '/admin/webhooks',
  for: 'console.see',
  async handle({ webhooks, clock, render }, ctx) {
    const now = clock()
    const [all, counts] = await Promise.all([webhooks.list(), webhooks.countDeliveries()])
    render(ctx, 'admin/webhooks', {
      notice: DONE[queryText(ctx, 'done')],
      webhooks: all.map((webhook) => ({
        ...viewWebhook(webhook, now),
        counts: counts.get(webhook.id) ?? { pending: 0, delivered: 0, failed: 0 },
      })),
    })
  },
})
