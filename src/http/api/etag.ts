import { createHash } from 'node:crypto'
import type { Exchange } from '../exchange.ts'
import { PreconditionFailed } from './errors.ts'
import type { Operation } from './operation.ts'

/** A strong validator (RFC 9110, 8.8.3) of what a reply says. */
export function etagOf(subject: Pick<Operation, 'version'>, reply: unknown): string {
  const version = subject.version === undefined ? reply : subject.version(reply as never)
  return `"${createHash('sha256').update(JSON.stringify(version)).digest('base64url').slice(0, 27)}"`
}

/** @throws {PreconditionFailed} where `If-Match` names none that is so now (RFC 9110, 13.1.1: compared strongly) */
export function checkIfMatch(ctx: Exchange, etag: string): void {
  const given = ctx.get('if-match').trim()
  if (given === '*') return
  if (!listTags(given).includes(etag)) throw new PreconditionFailed()
}

/** RFC 9110, 13.1.2: compared weakly. */
export function isNotModified(ctx: Exchange, etag: string): boolean {
  const given = ctx.get('if-none-match').trim()
  return given === '*' || listTags(given.replaceAll(/\bW\//g, '')).includes(etag)
}

const listTags = (header: string): string[] => header.split(',').map((tag) => tag.trim())
