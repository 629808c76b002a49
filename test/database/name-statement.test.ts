import { expect } from 'chai'
import { nameStatement } from '../../src/database/name-statement.ts'

describe('the name of a statement', () => {
  for (const [statement, name] of [
    [{ name: 'resolve-token', text: 'select 1' }, 'resolve-token'],
    ['select id from account where email = $1', 'select account'],
    [{ text: '\n  insert into "audit_event" ("id") values ($1)' }, 'insert audit_event'],
    ['UPDATE "public"."account" SET name = $1', 'update account'],
    ['-- why\nselect 1', 'select'],
    ['START TRANSACTION', 'start'],
    ["select 'from the secret' as x from module", 'select module'],
    ["select set_config('a', 'pat_secret', true)", 'select'],
    [undefined, 'statement'],
  ] as const) {
    it(`is ${name}`, () => {
      expect(nameStatement(statement)).to.equal(name)
    })
  }
})
