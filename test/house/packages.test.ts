import { describe, expect, it } from 'vitest';
import { filesOfRepository, textOf } from './tree.ts';

interface Manifest {
  scripts: Record<string, string>;
  allowScripts: Record<string, boolean>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

interface Locked {
  version?: string;
  resolved?: string;
  integrity?: string;
  hasInstallScript?: boolean;
  optionalDependencies?: Record<string, string>;
}

const manifest = JSON.parse(textOf('package.json')) as Manifest;
const { packages } = JSON.parse(textOf('package-lock.json')) as { packages: Record<string, Locked> };
const locked = Object.entries(packages).filter(([path]) => path !== '');

describe('package.json and its lock file', () => {
  it('hold every package by its content and by no host, so that any registry will do', () => {
    expect(locked.length).toBeGreaterThan(100);
    expect(locked.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
    expect(locked.filter(([, { integrity }]) => integrity === undefined).map(([path]) => path)).toEqual([]);
  });

  it('hold every optional part of a package too: without one of them `npm ci` refuses', () => {
    const names = new Set(locked.map(([path]) => nameOf(path)));
    const missing = locked.flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter((name) => !names.has(name))
        .map((name) => `${path} → ${name}`),
    );
    expect(missing).toEqual([]);
  });

  it('say of every package with an install script whether it may run, and let only node', () => {
    const withScript = new Set(locked.filter(([, { hasInstallScript }]) => hasInstallScript === true).map(([path]) => nameOf(path)));
    const unsaid = [...withScript].filter((name) => manifest.allowScripts[name] === undefined && name !== 'fsevents');
    expect(unsaid).toEqual([]);
    expect(Object.keys(manifest.allowScripts).filter((name) => manifest.allowScripts[name])).toEqual(['node']);
  });

  it('name one exact version of everything that we depend on', () => {
    const wanted = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(wanted.filter(([, version]) => !/^\d+\.\d+\.\d+(-[a-z0-9.]+)?$/.test(version))).toEqual([]);
  });

  it('have every npm command that our pages and scripts tell people to use', () => {
    const readers = filesOfRepository().filter((path) => /[.]md$|^[.]ci\/run$|[.]env[.]example$/.test(path));
    const told = readers.flatMap((path) =>
      [...textOf(path).matchAll(/\bnpm (?:run (?:--?[a-z]+ )*([a-z][a-z:-]*)|(test|start))\b/g)].map(
        (found) => [path, found[1] ?? found[2] ?? ''] as const,
      ),
    );
    expect(told).toContainEqual(['.ci/run', 'test']);
    expect(told.filter(([, script]) => manifest.scripts[script] === undefined)).toEqual([]);
  });
});

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}
