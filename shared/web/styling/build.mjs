// Makes shared/web/static/build/: one stylesheet, the scripts as module files, and the icons they use.
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import * as sass from 'sass'

const here = dirname(fileURLToPath(import.meta.url))
const build = join(here, '..', 'static', 'build')
const frontend = dirname(createRequire(import.meta.url).resolve('nhsuk-frontend/package.json'))
const dist = join(frontend, 'dist', 'nhsuk')

rmSync(build, { recursive: true, force: true })
mkdirSync(join(build, 'images'), { recursive: true })

const { css } = sass.compile(join(here, 'style.scss'), {
  style: 'compressed',
  loadPaths: [join(frontend, '..')],
  importers: [{ findFileUrl: (url) => (url === 'nhsuk' ? pathToFileURL(join(dist, 'index.scss')) : null) }],
  quietDeps: true
})
if (/assets\.nhs\.uk|@font-face|data:/.test(css)) {
  throw new Error('The stylesheet asks for a font or an image from elsewhere; the content policy would refuse it.')
}
writeFileSync(join(build, 'style.css'), css)

// The version is in the file's name, so the address changes when the content does.
const script = readdirSync(dist).find((name) => /^nhsuk-frontend-[\d.]+\.min\.js$/.test(name))
cpSync(join(dist, script), join(build, script))
writeFileSync(
  join(build, 'script.mjs'),
  `import { initAll } from './${script}'\n` +
    `document.body.classList.add('js-enabled', 'nhsuk-frontend-supported')\ninitAll()\n`
)

// Scripts of single pages, each asked for by the pages that use it.
for (const name of ['saving.mjs', 'ordering.mjs', 'live.mjs', 'deciding.mjs']) cpSync(join(here, name), join(build, name))

// Arrows and crosses only: the other images show the NHS logo, which is not ours to use.
for (const name of readdirSync(join(dist, 'assets', 'images'))) {
  if (/^nhsuk-icon-(arrow|chevron|cross|minus|plus|search|tick)[a-z-]*\.svg$/.test(name)) {
    cpSync(join(dist, 'assets', 'images', name), join(build, 'images', name))
  }
}
cpSync(join(here, 'icon.svg'), join(build, 'icon.svg'))
console.log('Built shared/web/static/build')
