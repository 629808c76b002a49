import { mkdirSync, rmSync, statSync, utimesSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { say } from './long-step.mjs'
import { inRoot } from './paths.mjs'

const lock = inRoot('.install-lock')
const staleAfterMs = 15_000

/**
 * Two commands in one fresh checkout must not install over each other. Making a folder is atomic
 * everywhere; one that is not touched any more belongs to a process that was killed.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withInstallLock(work) {
  await take()
  const refresh = setInterval(() => utimesSync(lock, new Date(), new Date()), 2000)
  const remove = () => rmSync(lock, { recursive: true, force: true })
  process.once('exit', remove)
  try {
    return await work()
  } finally {
    clearInterval(refresh)
    process.off('exit', remove)
    remove()
  }
}

async function take() {
  for (let told = false; ; ) {
    try {
      mkdirSync(lock)
      return
    } catch (error) {
      if (!isExisting(error)) throw error
    }
    if (isStale()) rmSync(lock, { recursive: true, force: true })
    else if (!told) {
      say('Another process is installing the packages; waiting for it …')
      told = true
    }
    await sleep(200)
  }
}

function isStale() {
  try {
    return Date.now() - statSync(lock).mtimeMs > staleAfterMs
  } catch {
    return false
  }
}

/** @param {unknown} error */
const isExisting = (error) => error instanceof Error && 'code' in error && error.code === 'EEXIST'
