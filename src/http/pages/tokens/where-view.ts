import { type FormErrors, field } from '../form.ts'

const LONGEST_NETWORKS = 2_000

export const networksField = (value: string, { isOptional }: { isOptional: boolean }, errors: FormErrors) =>
  field(
    {
      id: 'networks',
      label: 'Networks',
      type: 'textarea',
      value,
      max: LONGEST_NETWORKS,
      optional: isOptional,
      hint: 'One address or network a line, such as 203.0.113.0/24 or 2001:db8::/32.',
    },
    errors,
  )

type Server = { readonly clientId: string; readonly name: string; readonly audience?: string }

export const viewResourceServers = (
  servers: readonly Server[],
  chosen: readonly string[],
  errors: FormErrors,
) => ({
  error: errors['resourceServers'],
  options: servers.map(({ clientId, name, audience }) => ({
    clientId,
    name,
    audience,
    isChecked: chosen.includes(clientId),
  })),
})
