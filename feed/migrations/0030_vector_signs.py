"""The index of neighbours by the signs of the vectors: a sixth of the size, so that it stays in memory on a large site.

Built beside what is written meanwhile. The version before searches without an index until it is gone: slower, but right.
"""

from django.contrib.postgres.indexes import OpClass
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models.functions import Cast
from pgvector.django import BitField, HnswIndex


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("feed", "0029_valid_readings"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="postvector",
            index=HnswIndex(
                OpClass(
                    Cast(
                        models.Func(
                            models.F("dense"), function="binary_quantize", output_field=BitField()
                        ),
                        BitField(length=1152),
                    ),
                    name="bit_hamming_ops",
                ),
                ef_construction=64,
                m=16,
                name="feed_vector_signs",
            ),
        ),
        RemoveIndexConcurrently(model_name="postvector", name="feed_vector_near"),
    ]
