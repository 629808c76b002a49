import type { Database } from '../database/index.ts'
import type { Clock } from '../lib/index.ts'
import type { PolicySettings } from '../policy/index.ts'
import type { Rooms } from './rooms.ts'

export type DeclarationDeps = {
  readonly database: Database
  readonly clock: Clock
  /** The instance's policy where a file leaves a setting out. */
  readonly initial: PolicySettings
  /** The rooms, built on the database that they are given. */
  readonly roomsOn: (database: Database) => Rooms
}

/** Lends the rooms for as long as the work takes. */
export async function withRooms<T>(
  { roomsOn }: DeclarationDeps,
  database: Database,
  work: (rooms: Rooms) => Promise<T>,
): Promise<T> {
  const rooms = roomsOn(database)
  try {
    return await work(rooms)
  } finally {
    await rooms.tokens.close()
  }
}
