#include "daemon/exchange/node.h"

#include "exchange/world.h"
#include "leak_free.h"

/* As much of a node as keeps a policy. */
static struct node
node_without_a_policy(void)
{
	struct node node = {.policy = NULL};

	pthread_mutex_init(&node.policy_lock, NULL);
	return node;
}

static void
expect_in_force(struct node *node, const struct policy *wanted)
{
	struct policy *policy = node_policy(node);

	cr_expect_eq(policy, wanted);
	policy_free(policy);
}

LEAK_FREE_TEST(node, has_no_policy_before_its_start)
{
	struct node node = node_without_a_policy();

	expect_in_force(&node, NULL);
}

/* Of two that commit one after the other, the first may come here last. */
LEAK_FREE_TEST(node, never_goes_back_to_an_earlier_policy)
{
	struct node node = node_without_a_policy();
	struct world earlier = world_open(&world_coordinator);
	struct world later = world_open(&world_coordinator);

	node_set_policy(&node, later.policy, 2);
	expect_in_force(&node, later.policy);
	node_set_policy(&node, earlier.policy, 1);
	expect_in_force(&node, later.policy);
	node_set_policy(&node, earlier.policy, 3);
	expect_in_force(&node, earlier.policy);
	policy_free(node.policy);
	world_close(&earlier);
	world_close(&later);
}

LEAK_FREE_TEST(node, keeps_a_policy_for_whoever_still_holds_it)
{
	struct node node = node_without_a_policy();
	struct world first = world_open(&world_coordinator);
	struct world second = world_open(&world_coordinator);

	node_set_policy(&node, first.policy, 1);
	world_close(&first);
	struct policy *held = node_policy(&node);
	node_set_policy(&node, second.policy, 2);
	/* the address sanitizer would see it if it were gone */
	cr_expect_gt(policy_rule_count(held), 0);
	policy_free(held);
	policy_free(node.policy);
	world_close(&second);
}
