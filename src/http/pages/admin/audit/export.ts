import { Readable } from 'node:stream'
import type { AuditEvent } from '../../../../audit/index.ts'
import { unhurried } from '../../../../database/index.ts'
import type { Context } from '../../../context.ts'
import { type Page, type PageDeps, page } from '../../page.ts'
import { readAuditQuery, toFilter } from './audit-query.ts'
import { EXPORT_FORMATS, type ExportFormat } from './export-format.ts'

/** How many events are written at once. */
const PIECE = 500

const exportPage = (extension: keyof typeof EXPORT_FORMATS): Page =>
  page({
    method: 'get',
    path: `/admin/audit.${extension}`,
    for: 'audit.read',
    handle: (deps, ctx) => sendEvents(deps, ctx, extension),
  })

export const auditCsvExport = exportPage('csv')
export const auditJsonExport = exportPage('json')

/**
 * What is filtered, all of it. The next events are read when the browser has taken those before, so that neither a million
 * of them nor a slow line fills the memory; a browser that goes away ends the reading.
 */
async function sendEvents(
  deps: PageDeps,
  ctx: Context,
  extension: keyof typeof EXPORT_FORMATS,
): Promise<void> {
  const filter = await toFilter(deps, readAuditQuery(ctx))
  const format = EXPORT_FORMATS[extension]
  const pieces = write(deps.audit.stream(filter), format)
  // Before the answer begins: what goes wrong at the start is still a page that says so.
  const first = await unhurried(() => pieces.next())
  const day = deps.clock().toISOString().slice(0, 10)
  ctx.attachment(`patmint-audit-${day}.${extension}`)
  ctx.type = format.type
  ctx.body = Readable.from(startingWith(first, pieces), { objectMode: false })
}

async function* write(events: AsyncIterable<AuditEvent>, format: ExportFormat): AsyncGenerator<string> {
  let text = format.head
  let isFirst = true
  for await (const piece of inPieces(events)) {
    yield text + format.piece(piece, isFirst)
    text = ''
    isFirst = false
  }
  yield text + format.tail
}

async function* inPieces(events: AsyncIterable<AuditEvent>): AsyncGenerator<AuditEvent[]> {
  let piece: AuditEvent[] = []
  for await (const event of events) {
    piece.push(event)
    if (piece.length < PIECE) continue
    yield piece
    piece = []
  }
  if (piece.length > 0) yield piece
}

async function* startingWith(first: IteratorResult<string, unknown>, rest: AsyncGenerator<string>) {
  if (first.done !== true) yield first.value
  yield* rest
}
