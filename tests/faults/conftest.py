from tests.builders.fixtures import installation, start_installation
from tests.builders.redis import own_redis, redis_server

__all__ = ["installation", "own_redis", "redis_server", "start_installation"]
