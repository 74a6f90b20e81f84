import type { PackageFilter, PackagePage, PackageRow } from '../../shared/catalog.ts';
import type { PackageRef, RegistryId } from '../../shared/ids.ts';
import { normaliseName } from '../elba/packageName.ts';
import type { Answering } from './answering.ts';
import { type SummaryByApi, summariseByApi } from './apiSource.ts';
import type { Holding } from './holding.ts';
import type { Holdings } from './holdings.ts';
import type { CatalogParts } from './parts.ts';
import { settle } from './settle.ts';
import { hasNoApi } from './sources.ts';
import type { TableRow } from './tableAsks.ts';

/** What is asked for: a search text, switches, and which part of the answer. */
export interface ListQuery {
  readonly text: string;
  readonly filter: PackageFilter;
  readonly offset: number;
  readonly limit: number;
}

/** The keys of the person's own packages: published from here, or owned by the account as far as owners were asked for. */
function mineOf(parts: CatalogParts, registryId: RegistryId, { said }: Holding): ReadonlySet<string> {
  const account = parts.accountOf(registryId);
  const owned = [...said].filter(([, { owners }]) => account !== null && owners.includes(account));
  return new Set([...parts.publishedFromHere(registryId), ...owned.map(([key]) => key)]);
}

function asRow(row: TableRow, said: SummaryByApi | undefined, mine: ReadonlySet<string>): PackageRow {
  return {
    ...row,
    ...(row.versions === null && said !== undefined ? said.ref : {}),
    latest: row.latest ?? said?.latest ?? null,
    description: said?.description ?? null,
    mine: mine.has(normaliseName(row)),
  };
}

async function queryTable(
  parts: CatalogParts,
  holdings: Holdings,
  registryId: RegistryId,
  { id }: Pick<Answering, 'id'>,
  wanted: ListQuery,
): Promise<PackagePage> {
  const holding = holdings.holdingOf(registryId);
  const mine = mineOf(parts, registryId, holding);
  const { generation } = holding;
  const found = await parts.tables.query({ id, ...wanted, mine: wanted.filter.mine ? [...mine] : [] });
  const rows = found.rows.map((row) => asRow(row, holding.said.get(normaliseName(row)), mine));
  return { registryId, generation, total: found.total, all: found.all, rows };
}

/** The packages that fit a search, a part of them. Throws where the registry can be read nowhere. */
export const queryPackages = async (
  parts: CatalogParts,
  holdings: Holdings,
  registryId: RegistryId,
  wanted: ListQuery,
): Promise<PackagePage> => queryTable(parts, holdings, registryId, await holdings.answering(registryId), wanted);

const nothingKnown = { latest: null, versions: null, yanked: null };

/** Asks the registry for what is not remembered. With an index at hand its failure only leaves gaps. */
async function ask(
  parts: CatalogParts,
  holdings: Holdings,
  registryId: RegistryId,
  refs: readonly PackageRef[],
): Promise<void> {
  const holding = holdings.holdingOf(registryId);
  const { said } = holding;
  const found = await holdings.apiOf(registryId);
  const readAt = parts.now().toISOString();
  if (found.api === null) {
    if (holding.index === null) throw found.why;
    if (!hasNoApi(found))
      holding.asked = { state: { kind: 'failed', error: found.why.error }, readAt: holding.asked.readAt };
    return;
  }
  const answers = await settle(summariseByApi(found.api, refs));
  if (!answers.ok) {
    if (holding.index === null) throw answers.failure;
    holding.asked = { state: { kind: 'failed', error: answers.failure.error }, readAt: holding.asked.readAt };
    return;
  }
  holding.asked = { state: { kind: 'fresh' }, readAt };
  const entries = answers.value.flatMap((summary) =>
    summary === null ? [] : [[normaliseName(summary.ref), summary] as const],
  );
  for (const [key, summary] of entries) said.set(key, summary);
  for (const ref of refs) holding.asking.add(normaliseName(ref));
  holding.remembered?.keepSaid(entries);
  const id = holding.index?.summary() != null ? registryId : `${registryId} list`;
  await parts.tables.said({
    id,
    entries: entries.map(([key, { description, keywords }]) => [key, { description, keywords }]),
  });
}

/** Latest version and description of some packages, in their order; what was asked before is not asked again. */
export async function readSummaries(
  parts: CatalogParts,
  holdings: Holdings,
  registryId: RegistryId,
  refs: readonly PackageRef[],
): Promise<PackageRow[]> {
  const answering = await settle(holdings.answering(registryId));
  const holding = holdings.holdingOf(registryId);
  const missing = refs.filter((ref) => !holding.asking.has(normaliseName(ref)));
  const asked = await settle(missing.length === 0 ? Promise.resolve() : ask(parts, holdings, registryId, missing));
  // What an earlier run was told is better than nothing while the registry does not answer.
  if (!asked.ok && !refs.every((ref) => holding.said.has(normaliseName(ref)))) throw asked.failure;
  const mine = mineOf(parts, registryId, holding);
  const id = answering.ok ? answering.value.id : registryId;
  const rows = await parts.tables.rows({ id, refs });
  return refs.map((ref, at) => {
    const said = holding.said.get(normaliseName(ref));
    return asRow(rows[at] ?? { ...ref, ...nothingKnown }, said, mine);
  });
}
