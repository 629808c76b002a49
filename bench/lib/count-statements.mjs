import pg from 'pg'

// Loaded before each target: the driver is the same for all of them, so it is asked how many statements went to the database.
let statements = 0
const { query } = pg.Client.prototype
pg.Client.prototype.query = /** @type {any} */ (
  /** @this {pg.Client} @param {unknown[]} given */
  function (...given) {
    statements += 1
    return Reflect.apply(query, this, given)
  }
)
process.on('message', (asked) => {
  if (asked === 'spent') process.send?.({ statements })
})
