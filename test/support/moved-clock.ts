import { readFileSync } from 'node:fs'

/*
 * `node --import` of this before a program: its clock is as many milliseconds ahead of the machine's as the file says that
 * MOVED_CLOCK names, read anew each time. All of the program sees it so, what it is built on included.
 */
const file = String(process.env['MOVED_CLOCK'])
const Right = Date
const now = (): number => Right.now() + Number(readFileSync(file, 'utf8'))

globalThis.Date = class extends Right {
  constructor(...given: unknown[]) {
    super(...((given.length === 0 ? [now()] : given) as [number]))
  }

  static override now(): number {
    return now()
  }
} as DateConstructor
