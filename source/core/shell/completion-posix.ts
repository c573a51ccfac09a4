import {aliases} from './alias.js';
import type {Candidate} from './completion-codes.js';
import type {CompletedVerb, CompletionTable, FurtherWord, Place} from './completion.js';
import {quote} from './shell.js';

/**
The part that bash and zsh share: `_clutch_reply PROGRAM WORD… CURRENT` sets `reply` to what can stand in the place of the last word, each as `word:what it does`, and `place` to what kind of thing that is.
*/
export function posixEngine(table: CompletionTable): string {
	const {programs, verbs, codes} = table;
	const passing = verbs.filter(verb => verb.word.type === 'command').map(verb => verb.name).join('|');
	const values = verbs.flatMap(verb => verb.options.flatMap(option => option.value === undefined ? [] : [{
		patterns: optionWords(option).map(word => quote('bash', `${verb.name} ${word}`)).join('|'),
		key: `${verb.name} --${option.flag}`,
		place: option.value,
	}]));
	return `_clutch_reply() {
	local program="$1" verb='' value='' first='' second='' rest='' word=''
	shift
	reply=() place=words
	case "$program" in
${aliases.map(({name, words}) => `\t\t${name}) _clutch_reply ${words.map(word => quote('bash', word)).join(' ')} "$@"; return ;;`).join('\n')}
${programs.flatMap(program => program.type === 'single' ? [`\t\t${program.name}) verb=${program.verb} ;;`] : []).join('\n')}
	esac
	while [ $# -gt 1 ]; do
		word="$1"
		if [ "$word" = '=' ]; then
			shift
		elif [ -n "$value" ]; then
			value=''
			shift
		elif [ -z "$verb" ]; then
			verb="$word"
			shift
		elif [ -n "$rest" ]; then
			shift
		else
			case "$word" in
				--) case "$verb" in ${passing}) ;; *) rest=yes ;; esac ;;
				-*) case "$verb $word" in
${values.map(({patterns, key}) => `\t\t\t\t\t${patterns}) value=${quote('bash', key)} ;;`).join('\n')}
				esac ;;
				*)
					case "$verb" in ${passing})
						_clutch_command "$@"
						return ;;
					esac
					if [ -n "$first" ]; then second=yes; else first="$word"; fi ;;
			esac
			shift
		fi
	done
	if [ -n "$value" ]; then
		case "$value" in
${values.map(({key, place}) => `\t\t\t${quote('bash', key)}) ${placeCode(place)} ;;`).join('\n')}
		esac
		return
	fi
	if [ -n "$rest" ]; then
		place=files
		return
	fi
	if [ -z "$verb" ] || [ "$verb$first" = help ]; then
		case "$program" in
${programs.flatMap(program => program.type === 'single' ? [] : [`\t\t\t${program.name}) reply=(${candidateWords(verbCandidates(verbs, program.verbs))}) ;;`]).join('\n')}
		esac
		return
	fi
	case "$1" in -*)
		case "$verb" in
${verbs.map(verb => `\t\t\t${verb.name}) reply=(${candidateWords(optionCandidates(verb))}) ;;`).join('\n')}
		esac
		return ;;
	esac
	if [ -n "$first" ]; then
		case "$verb $first$second" in
${furtherPlaces(verbs).map(({verb, first, place}) => `\t\t\t${quote('bash', `${verb} ${first ?? ''}`)}${first === undefined ? '*' : ''}) ${placeCode(place)} ;;`).join('\n')}
		esac
		return
	fi
	case "$verb" in
${verbs.filter(verb => verb.word.type !== 'none').map(verb => `\t\t${verb.name}) ${placeCode(verb.word)} ;;`).join('\n')}
	esac
}

_clutch_command() {
	if [ $# -gt 1 ]; then
		case "$1" in ${programs.map(({name}) => name).join('|')})
			_clutch_reply "$@"
			return ;;
		esac
	fi
	place=command
	command_words=("$@")
}

_clutch_asked() {
	local line=''
	while IFS= read -r line; do
		reply+=("\${line%%$'\\t'*}:\${line#*$'\\t'}")
	done < <(command clutch completion --list "$1" 2>/dev/null)
}

_clutch_codes() {
	local typed="$1" tier=''
	reply=(${candidateWords(codes.plain)})
	case "$typed" in
		'') local all=("\${reply[@]}")
			reply=()
			for tier in "\${all[@]}"; do
				case "$tier" in ??p:*) reply+=("$tier") ;; esac
			done
			return ;;
		?[[:upper:]]*) reply=(${candidateWords(codes.headless)}) ;;
	esac
	for tier in ${candidateWords(codes.tiers)}; do
		case "$typed" in
			??[pb]*) reply+=("\${typed:0:3}$tier") ;;
			??*) case "$tier" in [pbd]:*) ;; *) reply+=("\${typed:0:2}$tier") ;; esac ;;
		esac
	done
}
`;
}

/** What can stand behind a verb's first word. */
export function furtherPlaces(verbs: readonly CompletedVerb[]): ReadonlyArray<FurtherWord & {readonly verb: string}> {
	return verbs.flatMap(({name, further}) => further.map(each => ({...each, verb: name})));
}

/** The words that mean an option. */
export function optionWords({flag, short}: {readonly flag: string; readonly short: string | undefined}): readonly string[] {
	return [`--${flag}`, ...(short === undefined ? [] : [`-${short}`])];
}

export function optionCandidates(verb: CompletedVerb): readonly Candidate[] {
	return verb.options.flatMap(option => optionWords(option).map(word => ({word, text: option.summary})));
}

export function verbCandidates(verbs: readonly CompletedVerb[], names: readonly string[]): readonly Candidate[] {
	return [...verbs.filter(verb => names.includes(verb.name)).map(verb => ({word: verb.name, text: verb.summary})), {word: 'help', text: 'more about one command'}];
}

function placeCode(place: Place): string {
	switch (place.type) {
		case 'none': {
			return ':';
		}

		case 'words': {
			return `reply=(${candidateWords(place.words)})`;
		}

		case 'asked': {
			return `_clutch_asked ${place.list}`;
		}

		case 'codes': {
			return '_clutch_codes "$1"';
		}

		case 'folders':
		case 'files': {
			return `place=${place.type}`;
		}

		case 'command': {
			return '_clutch_command "$@"';
		}
	}
}

function candidateWords(candidates: readonly Candidate[]): string {
	return candidates.map(({word, text}) => quote('bash', text === '' ? word : `${word}:${text}`)).join(' ');
}
