/** cli › completion › bash and zsh: one `case` over what was typed; the shells differ only in how they say and hand it over. */

import { type CompletedOption, type Completion, ENVIRONMENTS } from './words.ts';

/** Completion for bash. @see https://www.gnu.org/software/bash/manual/html_node/Programmable-Completion.html */
export function bashCompletion(completion: Completion): string {
  return `# Completion of slipway for bash. Add to ~/.bashrc: eval "$(slipway completion bash)"
_slipway() {
  local current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]}
  local count=$COMP_CWORD first=\${COMP_WORDS[1]} second=\${COMP_WORDS[2]} words=
${choice(completion)}
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _slipway slipway
`;
}

/** Completion for zsh. @see https://zsh.sourceforge.io/Doc/Release/Completion-Widgets.html */
export function zshCompletion(completion: Completion): string {
  return `#compdef slipway
# Completion of slipway for zsh. Add to ~/.zshrc, after compinit: eval "$(slipway completion zsh)"
_slipway() {
  local before=\${words[CURRENT-1]} first=\${words[2]} second=\${words[3]}
  local -i count=$((CURRENT - 1))
  local words=
${choice(completion)}
  compadd -- \${=words}
}
compdef _slipway slipway
`;
}

function choice({ first, groups, commands }: Completion): string {
  const names = (entries: readonly { readonly name: string }[]) =>
    entries.map(({ name }) => name).join(' ');
  const grouped = Object.keys(groups);
  return `  local command=$first
  case "$first" in ${grouped.join(' | ')}) [ "$count" -gt 2 ] && command="$first $second" ;; esac
  if [ "$count" -eq 1 ]; then
    words='${names(first)} --help --version'
  else
    case "$command $before" in
${commands.flatMap(({ name, options }) => options.flatMap((option) => values(name, option))).join('\n')}
      *)
        case "$command" in
${Object.entries(groups)
  .map(([name, entries]) => `          '${name}') words='${names(entries)} --help' ;;`)
  .join('\n')}
${commands
  .map(
    ({ name, options }) =>
      `          '${name}') words='${options.flatMap(({ spellings }) => spellings).join(' ')}' ;;`,
  )
  .join('\n')}
        esac
        ;;
    esac
  fi`;
}

function values(command: string, option: CompletedOption): readonly string[] {
  if (option.values === undefined) return [];
  const patterns = option.spellings.map((spelling) => `'${command} ${spelling}'`).join(' | ');
  const words =
    option.values === 'environments'
      ? `words=$${ENVIRONMENTS}`
      : `words='${option.values === 'anything' ? '' : option.values.join(' ')}'`;
  return [`      ${patterns}) ${words} ;;`];
}
