import type {Candidate} from './completion-codes.js';
import {furtherPlaces, optionCandidates, optionWords, verbCandidates} from './completion-posix.js';
import type {CompletionTable, Place} from './completion.js';
import {quote} from './shell.js';

/** As a pattern of fish has it. */
const tab = String.raw`\t`;

/** One function answers for all programs: it prints what can stand in the place of the last word, each with what it does behind a tab. */
export function fishEngine({programs, verbs, codes}: CompletionTable): string {
	const passing = verbs.filter(verb => verb.word.type === 'command').map(verb => verb.name).join(' ');
	const values = verbs.flatMap(verb => verb.options.flatMap(option => option.value === undefined ? [] : [{
		patterns: optionWords(option).map(word => quote('fish', `${verb.name} ${word}`)).join(' '),
		key: `${verb.name} --${option.flag}`,
		place: option.value,
	}]));
	return `function __clutch_reply
	set -l words (commandline -opc)
	set -l current (commandline -ct)
	set -l program (string replace -r '.*/' '' -- $words[1])
	set -e words[1]
	if string match -q -- '--*=*' $current
		set -l parts (string split -m 1 -- = $current)
		__clutch_candidates $program "$parts[2]" $words $parts[1] | string replace -r '^' -- "$parts[1]="
	else
		__clutch_candidates $program "$current" $words
	end
end

function __clutch_candidates
	set -l program $argv[1]
	set -l current $argv[2]
	set -l words $argv[3..-1]
	set -l verb ''
	set -l value ''
	set -l first ''
	set -l second ''
	set -l rest ''
	switch $program
${programs.flatMap(program => program.type === 'single' ? [`\t\tcase ${program.name}\n\t\t\tset verb ${program.verb}`] : []).join('\n')}
	end
	while set -q words[1]
		set -l word $words[1]
		if test -n "$value"
			set value ''
		else if test -z "$verb"
			set verb "$word"
		else if test -z "$rest"
			switch "$word"
				case --
					contains -- "$verb" ${passing}; or set rest yes
				case '-*'
					switch "$verb $word"
${values.map(({patterns, key}) => `\t\t\t\t\t\tcase ${patterns}\n\t\t\t\t\t\t\tset value ${quote('fish', key)}`).join('\n')}
					end
				case '*'
					if contains -- "$verb" ${passing}
						complete -C (string join ' ' -- (string escape -- $words) $current)
						return
					end
					if test -n "$first"
						set second yes
					else
						set first "$word"
					end
			end
		end
		set -e words[1]
	end
	if test -n "$value"
		switch "$value"
${values.map(({key, place}) => `\t\t\tcase ${quote('fish', key)}\n\t\t\t\t${placeCode(place)}`).join('\n')}
		end
		return
	end
	if test -n "$rest"
		__fish_complete_path "$current"
		return
	end
	if test -z "$verb"; or test "$verb$first" = help
		switch $program
${programs.flatMap(program => program.type === 'single' ? [] : [`\t\t\tcase ${program.name}\n\t\t\t\t${printed(verbCandidates(verbs, program.verbs))}`]).join('\n')}
		end
		return
	end
	if string match -q -- '-*' "$current"
		switch "$verb"
${verbs.map(verb => `\t\t\tcase ${verb.name}\n\t\t\t\t${printed(optionCandidates(verb))}`).join('\n')}
		end
		return
	end
	if test -n "$first"
		switch "$verb $first$second"
${furtherPlaces(verbs).map(({verb, first, place}) => `\t\t\tcase ${quote('fish', `${verb} ${first ?? '*'}`)}\n\t\t\t\t${placeCode(place)}`).join('\n')}
		end
		return
	end
	switch "$verb"
${verbs.filter(verb => verb.word.type !== 'none').map(verb => `\t\tcase ${verb.name}\n\t\t\t${placeCode(verb.word)}`).join('\n')}
	end
end

function __clutch_codes
	set -l typed $argv[1]
	if string match -qr '^.[A-Z]' -- "$typed"
		${printed(codes.headless)}
	else if test -z "$typed"
		${printed(codes.plain.filter(({word}) => word.endsWith('p')))}
	else
		${printed(codes.plain)}
	end
	if string match -qr '^..[pb]' -- "$typed"
		${printed(codes.tiers)} | string replace -r '^' -- (string sub -l 3 -- "$typed")
	else if string match -qr '^..' -- "$typed"
		${printed(codes.tiers)} | string match -rv '^[pbd]${tab}' | string replace -r '^' -- (string sub -l 2 -- "$typed")
	end
end

${programs.map(({name}) => `complete -c ${name} -f -a '(__clutch_reply)'`).join('\n')}
`;
}

function placeCode(place: Place): string {
	switch (place.type) {
		case 'none': {
			return 'true';
		}

		case 'words': {
			return printed(place.words);
		}

		case 'asked': {
			return `command clutch completion --list ${place.list} 2>/dev/null`;
		}

		case 'codes': {
			return '__clutch_codes "$current"';
		}

		case 'folders': {
			return '__fish_complete_directories "$current" \'\'';
		}

		case 'files': {
			return '__fish_complete_path "$current"';
		}

		case 'command': {
			return 'complete -C "$current"';
		}
	}
}

function printed(candidates: readonly Candidate[]): string {
	return candidates.length === 0 ? 'true' : String.raw`printf '%s\t%s\n' ` + candidates.map(({word, text}) => `${quote('fish', word)} ${quote('fish', text)}`).join(' ');
}
