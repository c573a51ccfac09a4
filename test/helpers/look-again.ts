/**
For what must not happen by itself. What a start or a slow machine brings along comes to its end, what a fault brings comes each time: it is watched until one look shows what is wanted, and the last one is given.
*/
export async function lookAgain<Seen>(look: () => Promise<Seen>, {isWanted, most = 5}: {readonly isWanted: (seen: Seen) => boolean; readonly most?: number}): Promise<Seen> {
	let seen = await look();
	for (let count = 1; count < most && !isWanted(seen); count++) {
		seen = await look();
	}

	return seen;
}
