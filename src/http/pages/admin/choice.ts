/** A choice in a row of filters. The empty value, which filters nothing, stands first. */
export type Choice<Value extends string> = { readonly value: Value | ''; readonly label: string }

/** What of the choices was asked for; whatever else came in the address filters nothing. */
export function readChoice<Value extends string>(
  choices: readonly Choice<Value>[],
  given: string,
): Value | undefined {
  const chosen = choices.find(({ value }) => value === given)?.value
  return chosen === undefined || chosen === '' ? undefined : chosen
}

/** For `views/admin/filter.eta`. */
export const viewFilter = <Value extends string>(
  id: string,
  label: string,
  choices: readonly Choice<Value>[],
  chosen: Value | undefined,
) => ({
  id,
  label,
  options: choices.map((choice) => ({ ...choice, isSelected: choice.value === (chosen ?? '') })),
})

/** A path with those of the parameters that say something. */
export function withQuery(path: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const said = Object.entries(parameters).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
  )
  const query = new URLSearchParams(said).toString()
  return query === '' ? path : `${path}?${query}`
}
