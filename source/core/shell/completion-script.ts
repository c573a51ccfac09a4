import {fishEngine} from './completion-fish.js';
import {posixEngine} from './completion-posix.js';
import type {CompletionTable} from './completion.js';
import type {ShellName} from './shell.js';

/** The whole script for a shell: what `clutch completion` prints. */
export function completionScript(shell: ShellName, table: CompletionTable): string {
	const names = table.programs.map(({name}) => name);
	switch (shell) {
		case 'zsh': {
			return `#compdef ${names.join(' ')}\n${note}\n${posixEngine(table)}\n${zshEntry(names)}`;
		}

		case 'bash': {
			return `${note}\n${posixEngine(table)}\n${bashEntry(names)}`;
		}

		case 'fish': {
			return `${note}\n${fishEngine(table)}`;
		}
	}
}

/** The files of a shell's completions, by name. fish looks for one file a program. */
export function completionFiles(shell: ShellName, table: CompletionTable): Readonly<Record<string, string>> {
	const script = completionScript(shell, table);
	switch (shell) {
		case 'zsh': {
			return {_clutch: script};
		}

		case 'bash': {
			return {'clutch.bash': script};
		}

		case 'fish': {
			const others = table.programs.map(({name}) => name).filter(name => name !== 'clutch');
			return {'clutch.fish': script, ...Object.fromEntries(others.map(name => [`${name}.fish`, `${note}\nsource (status dirname)/clutch.fish\n`]))};
		}
	}
}

const note = '# Made by clutch from its table of commands; clutch install writes it anew.';

/** `_clutch` is for the completion system of `compinit`, `_clutch_plain` for the older one. The last lines make the file one that can be sourced and one that can stand in a folder of the `fpath`. */
function zshEntry(names: readonly string[]): string {
	return `_clutch() {
	local -a reply command_words given
	local place=''
	given=("\${(@)words[2,CURRENT]}")
	given[-1]="$PREFIX"
	if [[ $PREFIX == --*=* ]]; then
		given[-1]=("\${PREFIX%%=*}" "\${PREFIX#*=}")
		compset -P '*='
	fi
	_clutch_reply "\${words[1]:t}" "\${given[@]}"
	case "$place" in
		folders) _files -/ ;;
		files) _files ;;
		command)
			words=("\${(@)words[CURRENT-$#command_words+1,-1]}")
			CURRENT=$#command_words
			_normal ;;
		*) (( $#reply )) && _describe -V clutch reply ;;
	esac
}

_clutch_plain() {
	emulate -L zsh
	local -a line command_words
	local at='' place=''
	read -cA line
	read -cn at
	_clutch_reply "\${line[1]:t}" "\${(@)line[2,at]}"
	case "$place" in
		folders) reply=("$1"*(/N)) ;;
		files | command) reply=("$1"*(N)) ;;
		*) reply=("\${(@)reply%%:*}") ;;
	esac
}

if [[ "\${funcstack[1]}" == _clutch ]]; then
	_clutch "$@"
elif (( $+functions[compdef] )); then
	compdef _clutch ${names.join(' ')}
fi
`;
}

/** bash cuts `--option=value` in three. */
function bashEntry(names: readonly string[]): string {
	return `_clutch() {
	local reply=() command_words=() place='' item='' current="\${COMP_WORDS[COMP_CWORD]}"
	[ "$current" = '=' ] && current=''
	_clutch_reply "\${COMP_WORDS[0]##*/}" "\${COMP_WORDS[@]:1:COMP_CWORD-1}" "$current"
	COMPREPLY=()
	case "$place" in
		folders) _clutch_files -d "$current" ;;
		files) _clutch_files -f "$current" ;;
		command)
			if [ "\${#command_words[@]}" -eq 1 ]; then
				_clutch_files -c "$current"
			elif declare -F _command_offset >/dev/null; then
				_command_offset $((COMP_CWORD - \${#command_words[@]} + 1))
			else
				_clutch_files -f "$current"
			fi ;;
		*)
			for item in "\${reply[@]}"; do
				item="\${item%%:*}"
				case "$item" in "$current"*) COMPREPLY+=("$item") ;; esac
			done ;;
	esac
}

_clutch_files() {
	local found=''
	[ "$1" = -c ] || compopt -o filenames 2>/dev/null
	while IFS= read -r found; do
		COMPREPLY+=("$found")
	done < <(compgen "$1" -- "$2")
}

complete -F _clutch ${names.join(' ')}
`;
}
