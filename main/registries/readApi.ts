import type { Client } from '../api/client.ts';
import type { VersionMetadata } from '../api/readSchemas.ts';
import type { ReadApi, VersionFacts } from '../catalog/readApi.ts';
import { formatName } from '../elba/packageName.ts';

const factsOf = ({ ref: _, ...facts }: VersionMetadata): VersionFacts => facts;

/** A registry's client as the catalog reads it. `signal` ends what is under way. */
export const readApiOf = (client: Client, signal: AbortSignal): ReadApi => ({
  family: () => client.detectFamily(signal),
  groups: () => client.groups(signal),
  packagesOf: (group) => client.groupPackages(group, signal),
  package: async (ref) => {
    const read = await client.packageMetadata(ref, signal);
    return { ref: read.ref, latest: factsOf(read.latest) };
  },
  // The list of versions is asked under any spelling; the published one stands in the package's metadata. That there is no such package
  // is said by the list: a registry that stumbles over the metadata of a package it does not have would hide it, whichever came first.
  versions: async (ref) => {
    const asked = [client.versions(ref, signal), client.packageMetadata(ref, signal)] as const;
    const [versions, metadata] = await Promise.allSettled(asked);
    if (versions.status === 'rejected') throw versions.reason;
    if (metadata.status === 'rejected') throw metadata.reason;
    return { ref: metadata.value.ref, versions: versions.value };
  },
  version: async (ref, version) => factsOf(await client.versionMetadata(ref, version, signal)),
  dependencies: async (ref, version) => {
    const read = await client.dependencies(ref, version, signal);
    return read.map((one) => ({ name: formatName(one.ref), requirement: one.requirement }));
  },
  // The reference registry's total is only the latest day's, its days are right; a registry's total can reach further back than
  // its days. The larger of the two is never more than there were.
  downloads: async (ref, version) => {
    const [stats, days] = await Promise.all([
      client.downloadStats(ref, version, signal),
      client.downloadGraph(ref, version, signal),
    ]);
    const sum = days.reduce((total, day) => total + day.downloads, 0);
    return Math.max(stats.total, sum);
  },
  downloadDays: async (ref, version) => {
    const days = await client.downloadGraph(ref, version, signal);
    return days.flatMap(({ date, downloads }) => (date === null ? [] : [{ date: date.slice(0, 10), downloads }]));
  },
  readme: (ref, version) => client.readme(ref, version, signal),
});
