"""What Node, compilers, git and shells say; NODE_PATH names a folder of modules that has jest and vitest."""

import os
from pathlib import Path

from tools import shell, write


def node(source, name="shop.js"):
    Path(name).write_text(source)
    shell(f"node {name}")


def node_undefined():
    node("const order = undefined; order.total")


def node_reference():
    node("console.log(totl)")


def node_not_function():
    node("const total = 3; total()")


def node_module():
    node("require('./orders')")


def node_import():
    node("import orders from './orders.js'", "shop.cjs")


def node_rejection():
    node("Promise.reject('no such order')")


def node_refused():
    node("require('net').connect(1, '127.0.0.1')")


def node_port():
    node(
        "const one = require('net').createServer().listen(0, '127.0.0.1', () => "
        "require('net').createServer().listen(one.address().port, '127.0.0.1'))"
    )


def node_heap():
    write(shop__js="const kept = []; while (true) kept.push(new Array(100000).fill({}))")
    shell("node --max-old-space-size=40 shop.js")


def npm_ci():
    write(
        package__json='{"name": "shop", "version": "1.0.0", "dependencies": {"left": "file:left"}}',
        **{
            "package-lock__json": '{"name": "shop", "version": "1.0.0", "lockfileVersion": 3,'
            ' "packages": {"": {"name": "shop", "version": "1.0.0"}}}'
        },
    )
    Path("left").mkdir()
    Path("left/package.json").write_text('{"name": "left", "version": "1.0.0"}')
    shell("npm ci --offline")


def modules():
    os.symlink(os.environ["NODE_PATH"], "node_modules")
    write(package__json='{"name": "shop"}')


def jest(source):
    modules()
    write(shop__test__js=source)
    shell("node node_modules/jest/bin/jest.js --ci --rootDir . --testTimeout 100")


def jest_timeout():
    jest("test('waits', () => new Promise(() => {}))")


def jest_tobe():
    jest("test('adds', () => expect(1 + 1).toBe(3))")


def vitest_timeout():
    modules()
    write(shop__test__js="import { test } from 'vitest'\ntest('waits', () => new Promise(() => {}))")
    shell("node node_modules/vitest/vitest.mjs run --testTimeout 100")


def gcc_undefined():
    write(shop__c="int total(void); int main(void) { return total(); }")
    shell("gcc shop.c")


def gcc_header():
    write(shop__c='#include "orders.h"')
    shell("gcc shop.c")


def make_rule():
    write(Makefile="shop: orders.o\n\ttrue\n")
    shell("make")


def make_separator():
    write(Makefile="shop:\n    true\n")
    shell("make")


def java(source):
    write(Shop__java=source)
    shell("javac Shop.java; java Shop")


def java_null():
    java(
        "class Shop { static String name; public static void main(String[] words) {"
        " System.out.println(name.length()); } }"
    )


def java_class():
    write(
        Shop__java="class Orders {} class Shop { public static void main(String[] words) { new Orders(); } }",
    )
    shell("javac Shop.java; rm Orders.class; java Shop")


def java_symbol():
    java("class Shop { Orders orders; }")


def maven_pom():
    shell("mvn -o -B test")


def rust(source):
    write(shop__rs=source)
    shell("rustc shop.rs && ./shop")


def rust_moved():
    rust('fn main() { let name = String::from("a"); drop(name); println!("{}", name); }')


def rust_types():
    rust('fn main() { let total: i32 = "3"; println!("{}", total); }')


def rust_unwrap():
    rust("fn main() { let found: Option<i32> = std::env::args().nth(9).map(|_| 1); found.unwrap(); }")


def cargo_manifest():
    shell("cargo build")


GIT = """git config --global user.name Ann; git config --global user.email ann@example.org
git config --global init.defaultBranch main; git init -q one; cd one
echo 1 > a.txt; git add .; git commit -q -m one
"""


def git_none():
    shell("git status")


def git_rejected():
    shell(
        GIT + "cd ..; git clone -q --bare one hub; git clone -q hub two; git clone -q hub three\n"
        "cd two; echo 2 > a.txt; git commit -qam two; git push -q; cd ../three; echo 3 > a.txt; git commit -qam three\n"
        "git push"
    )


def git_conflict():
    shell(
        GIT + "git checkout -q -b other; echo 2 > a.txt; git commit -qam two\n"
        "git checkout -q main; echo 3 > a.txt; git commit -qam three; git merge other"
    )


def git_pathspec():
    shell(GIT + "git checkout feature")


def shell_not_found():
    shell("shop-tool --version")


def shell_crlf():
    Path("run").write_bytes(b"#!/usr/bin/env bash\r\necho 1\r\n")
    shell("chmod +x run; ./run")


def shell_unbound():
    shell("set -u; echo $DEPLOY_TOKEN")
