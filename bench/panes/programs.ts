/** What runs in the panes: programs that cost next to nothing themselves, in what every system with a multiplexer has. */
type Argv = readonly [string, ...string[]];

/** Said by a program once it can be typed into. */
export const readyMark = '@ready@';

/** Reads names of files, pours each onto the screen, and ends it with the mark that stands behind the name. */
export function pourer(): Argv {
	return ['/bin/sh', '-c', String.raw`stty -echo; printf '${readyMark}'; while read -r file mark; do printf '\033[H\033[2J'; cat "$file"; printf '\033[0m\r\n%s' "$mark"; done`];
}

/** In raw mode, gives each byte back as it is; a line begins anew after twelve of them, so that it fits into every pane. */
export function echoer(): Argv {
	return perl(String.raw`system 'stty', 'raw', '-echo'; $| = 1; syswrite STDOUT, "${quoted(readyMark)}\r\n"; my $count = 0;
		while (sysread STDIN, my $key, 1) { my $begin = $count++ % 12 == 0 ? "\r\e[K" : ''; syswrite STDOUT, "$begin$key"; }`);
}

/** Draws every row of its screen anew, so many times a second. */
export function painter(framesPerSecond: number): Argv {
	return perl(String.raw`$| = 1; my $frame = 0; my @words = map { join '', map { chr(97 + int rand 26) } 1 .. 7 } 1 .. 97;
		while (1) { my $out = "\e[H"; for my $row (1 .. 8) { $out .= "\e[$row;1H\e[3" . (($row + $frame) % 8) . 'm' . $words[($frame * 7 + $row) % 97] . ' ' . $words[($frame * 3 + $row * 5) % 97] . " $frame\e[K"; }
		syswrite STDOUT, $out; $frame++; select undef, undef, undef, ${1 / framesPerSecond}; }`);
}

/** Prints without an end, as fast as it is read. */
export function flooder(file: string): Argv {
	return ['/bin/sh', '-c', 'while :; do cat "$0"; done', file];
}

/** Prints a file and then waits, as agents do nearly all of the time. */
export function printer(file: string): Argv {
	return ['/bin/sh', '-c', `stty -echo; cat "$0"; printf '${readyMark}'; exec cat`, file];
}

/** Waits. */
export function waiter(): Argv {
	return ['/bin/sh', '-c', `stty -echo; printf '${readyMark}'; exec cat`];
}

function perl(script: string): Argv {
	return ['perl', '-e', script.replaceAll(/\n\t*/g, ' ')];
}

/** Perl takes `@ready` for an array. */
function quoted(text: string): string {
	return text.replaceAll('@', String.raw`\@`);
}
