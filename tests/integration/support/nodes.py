"""Several nodes of one cluster over one PostgreSQL."""

from support.server import await_until, free_port

SECRET = "a-secret-of-the-cluster-in-the-tests"


def settings_of(name, url, **more):
    """For a node of that name: with its own port, so that it is found again after a restart."""
    return {"store": "postgres", "postgres_url": url, "cluster.listen": f"127.0.0.1:{free_port()}",
            "cluster.name": name, "queue.secret": SECRET, **more}


def figure(line, name):
    """One number of a node's metrics."""
    for text in line.get("/metrics").body.decode().splitlines():
        if text.startswith(f"{name} "):
            return float(text.rsplit(" ", 1)[1])
    return None


def await_shares(lines, what):
    """Until each of these nodes knows of all, and all shards are served by somebody."""
    def are_settled():
        shares = [figure(line, "frontrow_cluster_shards") for line in lines]
        members = {figure(line, "frontrow_cluster_members") for line in lines}
        return sum(shares) == 256 and members == {len(lines)} and min(shares) >= 256 // len(lines)

    await_until(are_settled, what)
