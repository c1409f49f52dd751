// The server of `make demo`: on this machine only, nothing but the files of its folder, and each for what it is.

import assert from 'node:assert/strict';
import {spawn, spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import {after, before, describe, test} from 'node:test';

import {kRoot} from './support/paths.mjs';

let folder, server, port;
before(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'sgan-serve-'));
  const site = path.join(folder, 'site');
  mkdirSync(path.join(site, 'weights'), {recursive: true});
  mkdirSync(path.join(folder, 'site-next-door'));
  for (const [name, text] of Object.entries({
    'site/index.html': '<!doctype html>', 'site/app.mjs': 'export {};', 'site/app.wasm': '\0asm', 'site/weights/a.safetensors': 'weights',
    'site/packed.css': 'plain', 'site/packed.css.br': 'packed', 'secret.txt': 'secret', 'site-next-door/secret.txt': 'secret',
  })) writeFileSync(path.join(folder, name), text);
  symlinkSync('../secret.txt', path.join(site, 'link.txt'));
  symlinkSync('..', path.join(site, 'up'));
  symlinkSync('../site-next-door', path.join(site, 'door'));
  symlinkSync('app.mjs', path.join(site, 'inside.mjs'));
  symlinkSync('../secret.txt', path.join(site, 'app.mjs.br'));
  server = spawn(process.execPath, [path.join(kRoot, 'scripts/site/serve.mjs'), site, '0'], {stdio: ['ignore', 'pipe', 'inherit']});
  port = await new Promise((resolve) => {
    server.stdout.once('data', (line) => resolve(Number(/\d+/.exec(line)[0])));
  });
});
after(() => {
  server?.kill();
  rmSync(folder, {recursive: true, force: true});
});

/** {status, headers, body}; the path goes out as it is given. */
const ask = (target, {method = 'GET', headers = {}, host = '127.0.0.1'} = {}) => new Promise((resolve, reject) => {
  http.request({host, port, path: target, method, headers}, (response) => {
    let body = '';
    response.on('data', (data) => {
      body += data;
    }).on('end', () => resolve({status: response.statusCode, headers: response.headers, body}));
  }).on('error', reject).end();
});

test('files come with their type, and not from a stale cache', async () => {
  for (const [target, type] of [['/', 'text/html; charset=utf-8'], ['/app.mjs', 'text/javascript; charset=utf-8'], ['/app.wasm', 'application/wasm'],
    ['/weights/a.safetensors', 'application/octet-stream'], ['/inside.mjs', 'text/javascript; charset=utf-8']]) {
    const {status, headers} = await ask(target);
    assert.equal(status, 200, target);
    assert.equal(headers['content-type'], type);
    assert.equal(headers['cache-control'], 'no-cache');
  }
});

test('a packed twin is sent to whoever takes it', async () => {
  const {headers, body} = await ask('/packed.css', {headers: {'accept-encoding': 'gzip, br'}});
  assert.deepEqual([headers['content-encoding'], body], ['br', 'packed']);
  assert.equal((await ask('/packed.css')).body, 'plain');
  assert.equal((await ask('/packed.css', {headers: {'accept-encoding': 'br;q=0'}})).body, 'plain');
});

describe('nothing outside of the folder is sent', () => {
  for (const target of ['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/weights/../../secret.txt', '/%2e%2e%2fsecret.txt', '//secret.txt',
    '/..\\secret.txt', '/.%00./secret.txt', '/%', '/%c0%ae%c0%ae/secret.txt', '/link.txt', '/up/secret.txt', '/door/secret.txt', '/../site-next-door/secret.txt',
    '/weights', '/nothing', 'http://elsewhere/../secret.txt']) {
    test(target, async () => {
      const {status, body} = await ask(target);
      assert.ok([301, 400, 404].includes(status), `${status}`);
      assert.ok(!body.includes('secret'), body);
    });
  }
  test('not as a packed twin either', async () => {
    assert.equal((await ask('/app.mjs', {headers: {'accept-encoding': 'br'}})).body, 'export {};');
  });
});

test('only GET and HEAD', async () => {
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) assert.equal((await ask('/', {method})).status, 405, method);
  const {status, body} = await ask('/', {method: 'HEAD'});
  assert.deepEqual([status, body], [200, '']);
});

test('every answer has the headers of security', async () => {
  for (const target of ['/', '/app.mjs', '/nothing']) {
    const {headers} = await ask(target);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['referrer-policy'], 'no-referrer');
    assert.equal(headers['cross-origin-resource-policy'], 'same-origin');
    assert.match(headers['content-security-policy'], /frame-ancestors/);
  }
});

test('a folder that is not there is named, and no address announced', () => {
  const {status, stdout, stderr} = spawnSync(path.join(kRoot, 'scripts/serve.sh'), [path.join(folder, 'nowhere')], {encoding: 'utf8', timeout: 10_000});
  assert.deepEqual([status, stdout], [1, '']);
  assert.match(stderr, /^serve: .*nowhere\n$/);
});

test('it is reached by no other address of this machine', async () => {
  const others = Object.values(os.networkInterfaces()).flat().filter(({internal, family}) => !internal && family === 'IPv4');
  for (const host of [...others.map(({address}) => address), '127.0.0.2']) await assert.rejects(ask('/', {host}), /ECONNREFUSED/, host);
});
