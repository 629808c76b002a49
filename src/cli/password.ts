import { randomInt } from 'node:crypto'
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { PasswordNotGiven } from './errors.ts'

export type PasswordSource = { readonly passwordStdin?: true; readonly generate?: true }

export type ChosenPassword = { readonly password: string; readonly isGenerated: boolean }

/** From standard input, typed twice at a terminal, or generated where nobody is there to type. */
export async function choosePassword({ passwordStdin, generate }: PasswordSource): Promise<ChosenPassword> {
  if (passwordStdin === true) return { password: await readFromInput(), isGenerated: false }
  if (generate === true || !process.stdin.isTTY) return { password: generatePassword(), isGenerated: true }
  return { password: await askTwice(), isGenerated: false }
}

async function readFromInput(): Promise<string> {
  const given = (await text(process.stdin)).replace(/\r?\n$/, '')
  if (given === '') throw new PasswordNotGiven('Standard input held no password.')
  return given
}

async function askTwice(): Promise<string> {
  const first = await ask('Password (at least 15 characters): ')
  const second = await ask('The same again: ')
  if (first !== second) throw new PasswordNotGiven('The two passwords are not the same. Nothing was changed.')
  return first
}

/** Reads a line from the terminal without showing it. */
function ask(question: string): Promise<string> {
  process.stderr.write(question)
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true, historySize: 0 })
  return new Promise((resolve, reject) => {
    const finish = () => {
      terminal.close()
      process.stderr.write('\n')
    }
    terminal.once('line', (line) => {
      terminal.off('close', stop)
      finish()
      resolve(line)
    })
    const stop = () => {
      finish()
      reject(new PasswordNotGiven('No password was entered. Nothing was changed.'))
    }
    terminal.once('close', stop)
    terminal.once('SIGINT', () => terminal.close())
  })
}

/** Lower-case letters and digits that nobody mixes up when reading them aloud. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'
const GROUPS = 5
const GROUP_LENGTH = 4

/** `7kmq-xw2d-hn4p-c9ra-3tfe`: 99 random bits. */
function generatePassword(): string {
  const letter = () => LETTERS.charAt(randomInt(LETTERS.length))
  const group = () => Array.from({ length: GROUP_LENGTH }, letter).join('')
  return Array.from({ length: GROUPS }, group).join('-')
}
