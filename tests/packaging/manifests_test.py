"""What cannot be run everywhere, Dockerfile, compose file and Kubernetes manifests: they can be
read, name settings that there are, and agree with each other and with the program."""

import pathlib
import re
import tempfile
import unittest

import yaml

from project import PACKAGING, ROOT, check_config, effective, known_variables, read, seconds

SQLITE = PACKAGING / "kubernetes/sqlite"
POSTGRES = PACKAGING / "kubernetes/postgres"
OURS = re.compile(r"FRONTROW_|FCFS_|REDIS_(HOST|PORT|PASSWORD)$|DATABASE_URL$|APP_PORT$|GATEWAY_")


def documents(path):
    return list(yaml.safe_load_all(path.read_text(encoding="utf-8")))


def container(of):
    (one,) = of["spec"]["template"]["spec"]["containers"]
    return one


def variables(of):
    return {one["name"]: one for one in container(of).get("env", [])}


class Dockerfile(unittest.TestCase):
    def setUp(self):
        # One instruction a line.
        text = read("packaging/Dockerfile").replace("\\\n", " ")
        self.lines = [line for line in text.splitlines() if line and not line.startswith("#")]

    def instruction(self, word):
        return [line.split(" ", 1)[1] for line in self.lines if line.split(" ", 1)[0] == word]

    def test_it_builds_with_the_scripts_that_the_tests_run(self):
        runs = self.instruction("RUN")
        self.assertIn("source scripts/packages.sh", runs[0])
        self.assertEqual(runs[1], "scripts/package.sh /package")
        lists = re.findall(r"\$\{(\w+)\[@\]\}", runs[0])
        self.assertEqual(lists, ["packages_build", "packages_package"])
        for name in lists:
            self.assertIn(f"\n{name}=(", read("scripts/packages.sh"))
        self.assertIn("/package/frontrow_*.deb", runs[3])

    def test_both_stages_are_debian_12(self):
        self.assertEqual([name.split()[0] for name in self.instruction("FROM")],
                         ["debian:12-slim"] * 2)

    def test_it_runs_as_nobody_special_and_by_number(self):
        (user,) = self.instruction("USER")
        self.assertRegex(user, r"^[1-9]\d*:[1-9]\d*$")
        number, group = user.split(":")
        added = self.instruction("RUN")[2]
        self.assertIn(f"--uid {number} ", added)
        self.assertIn(f"--gid {group} ", added)

    def test_its_settings_are_right(self):
        given = dict(pair.split("=") for line in self.instruction("ENV") for pair in line.split())
        self.assertEqual(given["FRONTROW_CONFIG"], "/etc/frontrow/frontrow.toml")
        given["FRONTROW_CONFIG"] = str(PACKAGING / "frontrow.toml")
        done = check_config(given)
        self.assertEqual(done.returncode, 0, done.stderr)
        used = effective(done.stdout)
        self.assertEqual(used["listen"], "0.0.0.0")
        self.assertEqual(self.instruction("VOLUME"), [used["data"]])
        self.assertEqual(self.instruction("EXPOSE"), [used["port"]])
        (health,) = self.instruction("HEALTHCHECK")
        self.assertIn(f"http://127.0.0.1:{used['port']}/readyz", health)

    def test_nothing_that_was_built_here_gets_in(self):
        ignored = read(".dockerignore").split()
        self.assertLessEqual({".git", "build", "data"}, set(ignored))


class Compose(unittest.TestCase):
    def setUp(self):
        (self.file,) = documents(PACKAGING / "compose.yaml")
        self.services = self.file["services"]
        self.server = self.services["frontrow"]

    def test_its_settings_exist(self):
        names = set(self.server["environment"])
        self.assertLessEqual(names, known_variables())
        self.assertLessEqual({"FRONTROW_STORE", "DATABASE_URL", "REDIS_HOST"}, names)

    def test_its_values_are_right(self):
        given = {name: re.sub(r"\$\{\w+:\?\}", "x" * 16, str(value))
                 for name, value in self.server["environment"].items()}
        self.assertEqual(given["FRONTROW_STORE"], "postgres")
        done = check_config(given)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(effective(done.stdout)["redis.host"], "redis")

    def test_its_parts_find_each_other(self):
        given = self.server["environment"]
        self.assertIn(given["REDIS_HOST"], self.services)
        url = re.match(r"postgresql://(\w+):\$\{POSTGRES_PASSWORD:\?\}@(\w+):5432/(\w+)$",
                       given["DATABASE_URL"])
        user, host, database = url.groups()
        postgres = self.services[host]["environment"]
        self.assertEqual((postgres["POSTGRES_USER"], postgres["POSTGRES_DB"]), (user, database))
        self.assertEqual(set(self.server["depends_on"]), {host, given["REDIS_HOST"]})
        for name in self.server["depends_on"]:
            self.assertIn("healthcheck", self.services[name])
        self.assertTrue((PACKAGING / self.server["build"]["context"]
                         / self.server["build"]["dockerfile"]).is_file())

    def test_nobody_from_outside_reaches_what_believes_everybody(self):
        for name, service in self.services.items():
            for port in service.get("ports", []):
                self.assertTrue(port.startswith("127.0.0.1:"), (name, port))
        self.assertTrue(self.server["ports"][0].endswith(":8080"))

    def test_no_password_is_written_down(self):
        for name, service in self.services.items():
            for variable, value in service["environment"].items():
                if re.search("PASSWORD|TOKEN|AUTH", variable):
                    self.assertRegex(str(value), r"^\$\{\w+:\?\}$", (name, variable))

    def test_what_is_kept_is_on_volumes(self):
        for service in self.services.values():
            for volume in service["volumes"]:
                self.assertIn(volume.split(":")[0], self.file["volumes"])
        self.assertEqual(self.server["volumes"], ["frontrow:/var/lib/frontrow"])

    def test_stopping_may_take_as_long_as_the_grace(self):
        grace = effective(check_config().stdout)["shutdown.grace"]
        self.assertGreaterEqual(seconds(self.server["stop_grace_period"]), seconds(grace) + 30)


class Kubernetes(unittest.TestCase):
    def setUp(self):
        self.objects = {one["kind"]: one for path in ("server.yaml", "around.yaml")
                        for one in documents(SQLITE / path)}
        self.server = self.objects["StatefulSet"]
        self.pod = self.server["spec"]["template"]["spec"]
        done = check_config({}, "--config", SQLITE / "frontrow.toml")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.effective = effective(done.stdout)

    def test_kustomizations_name_files_that_there_are(self):
        for folder in (SQLITE, POSTGRES):
            (file,) = documents(folder / "kustomization.yaml")
            named = file["resources"] + [one["path"] for one in file.get("patches", [])]
            for one in file.get("configMapGenerator", []):
                named += one["files"]
            for name in named:
                self.assertTrue((folder / name).exists(), (folder, name))
            for path in set(folder.iterdir()) - {folder / "kustomization.yaml"}:
                self.assertIn(path.name, named, "in no kustomization")

    def test_settings_exist(self):
        (patch,) = documents(POSTGRES / "server.yaml")
        given = set(variables(self.server)) | set(variables(patch))
        self.assertLessEqual(given, known_variables())
        self.assertLessEqual({"FRONTROW_STORE", "DATABASE_URL", "REDIS_HOST"}, given)
        self.assertEqual(patch["metadata"]["name"], self.server["metadata"]["name"])
        self.assertEqual(container(patch)["name"], container(self.server)["name"])

    def test_values_are_right(self):
        (patch,) = documents(POSTGRES / "server.yaml")
        given = {name: one.get("value", "x" * 16)
                 for name, one in (variables(self.server) | variables(patch)).items()}
        self.assertEqual(given["FRONTROW_STORE"], "postgres")
        self.assertEqual(given.pop("FRONTROW_CONFIG"), "/etc/frontrow/frontrow.toml")
        done = check_config(given, "--config", SQLITE / "frontrow.toml")
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_secrets_are_asked_for_and_explained(self):
        for folder in (SQLITE, POSTGRES):
            text = (folder / "kustomization.yaml").read_text(encoding="utf-8")
            told = set(re.findall(r"--from-literal=([\w-]+)=", text))
            (patch,) = documents(POSTGRES / "server.yaml") if folder == POSTGRES else ({},)
            given = variables(self.server) | (variables(patch) if patch else {})
            wanted = {one["valueFrom"]["secretKeyRef"]["key"] for one in given.values()
                      if "valueFrom" in one}
            self.assertEqual(told, wanted)
            for one in given.values():
                if re.search("PASSWORD|TOKEN|URL", one["name"]):
                    self.assertNotIn("value", one)

    def test_ports_and_probes_match(self):
        (port,) = container(self.server)["ports"]
        self.assertEqual(str(port["containerPort"]), self.effective["port"])
        self.assertEqual(self.effective["listen"], "0.0.0.0")
        for probe, path in (("startupProbe", "/livez"), ("livenessProbe", "/livez"),
                            ("readinessProbe", "/readyz")):
            self.assertEqual(container(self.server)[probe]["httpGet"],
                             {"path": path, "port": port["name"]})
            self.assertIn(f'"{path}"', read("http/routes.cpp"))
        (service,) = self.objects["Service"]["spec"]["ports"]
        (ingress,) = self.objects["NetworkPolicy"]["spec"]["ingress"]
        self.assertEqual(service["targetPort"], port["name"])
        self.assertEqual(ingress["ports"], [{"port": port["name"]}])

    def test_selectors_select_it(self):
        labels = self.server["spec"]["template"]["metadata"]["labels"]
        self.assertEqual(self.server["spec"]["selector"]["matchLabels"], labels)
        self.assertEqual(self.objects["Service"]["spec"]["selector"], labels)
        budget = self.objects["PodDisruptionBudget"]["spec"]["selector"]
        self.assertEqual(budget["matchLabels"], labels)
        policy = self.objects["NetworkPolicy"]["spec"]["podSelector"]
        self.assertEqual(policy["matchLabels"], labels)

    def test_nobody_else_sets_its_variables(self):
        """Kubernetes would: FRONTROW_PORT=tcp://…, after the Service."""
        self.assertIs(self.pod["enableServiceLinks"], False)

    def test_there_is_one(self):
        self.assertEqual(self.server["spec"]["replicas"], 1)

    def test_there_is_time_to_stop(self):
        (_, pause) = container(self.server)["lifecycle"]["preStop"]["exec"]["command"]
        needed = int(pause) + seconds(self.effective["shutdown.grace"]) + 30
        self.assertGreaterEqual(self.pod["terminationGracePeriodSeconds"], needed)

    def test_the_data_is_on_the_volume(self):
        mounts = {one["name"]: one["mountPath"] for one in container(self.server)["volumeMounts"]}
        (claim,) = self.server["spec"]["volumeClaimTemplates"]
        on = pathlib.PurePath(mounts[claim["metadata"]["name"]])
        self.assertIn(on, pathlib.PurePath(self.effective["data"]).parents)
        named = {one["name"] for one in self.pod["volumes"]} | {claim["metadata"]["name"]}
        self.assertEqual(set(mounts), named)

    def test_it_may_do_no_more_than_it_must(self):
        pod, own = self.pod["securityContext"], container(self.server)["securityContext"]
        self.assertTrue(pod["runAsNonRoot"] and own["readOnlyRootFilesystem"])
        self.assertIn(f"USER {pod['runAsUser']}:{pod['runAsGroup']}\n", read("packaging/Dockerfile"))
        self.assertEqual(pod["fsGroup"], pod["runAsGroup"])
        self.assertFalse(own["allowPrivilegeEscalation"] or self.pod["automountServiceAccountToken"])
        self.assertEqual(own["capabilities"], {"drop": ["ALL"]})


class Together(unittest.TestCase):
    def test_settings_named_anywhere_exist(self):
        known = known_variables() | {"POSTGRES_PASSWORD"}
        for path in sorted(PACKAGING.rglob("*")):
            if path.is_file():
                words = re.findall(r"\b[A-Z][A-Z0-9_]+\b", path.read_text(encoding="utf-8"))
                named = {word for word in words if OURS.match(word)} - {"FRONTROW_GZIP"}
                unknown = {w for w in named - known if "CMakeLists" not in path.name}
                self.assertEqual(unknown, set(), path.relative_to(ROOT))

    def test_every_settings_file_is_right(self):
        with tempfile.TemporaryDirectory() as folder:
            for path in PACKAGING.rglob("*.toml"):
                done = check_config({}, "--config", path)
                self.assertEqual(done.returncode, 0, done.stderr)
                # And a mistake in it would have been seen.
                wrong = pathlib.Path(folder) / "wrong.toml"
                wrong.write_text("no_such_setting = 1\n" + path.read_text(encoding="utf-8"),
                                 encoding="utf-8")
                self.assertEqual(check_config({}, "--config", wrong).returncode, 2)


if __name__ == "__main__":
    unittest.main(verbosity=2)
