"""Models, serializers and views of the clinic."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import JsonResponse
from django.urls import path
from rest_framework import generics, serializers
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, ValidationError
from rest_framework.permissions import BasePermission

from tests.servers.drf_fields import Boolean, Char, Choice, Date, Email, JSONParser

TOKENS = {
    b"tok-doctor": ("doctor", {"patients:read", "patients:write", "notes"}),
    b"tok-intern": ("intern", {"patients:read", "notes"}),
}
BLOOD_TYPES = ["0+", "0-", "A+", "A-", "B+", "B-", "AB+", "AB-"]


class Account(models.Model):
    username = models.CharField(max_length=30)
    email = models.CharField(max_length=150)
    password = models.CharField(max_length=100)
    notify = models.BooleanField(default=True)
    is_authenticated = True


class Patient(models.Model):
    name = models.CharField(max_length=80)
    born = models.DateField()
    blood_type = models.CharField(max_length=3, null=True)
    insured = models.BooleanField(default=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["id"]


class Note(models.Model):
    author = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField()
    urgent = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["id"]


class TokenAuthentication(BaseAuthentication):
    """Bearer tokens with scopes, as django-oauth-toolkit has them."""

    def authenticate(self, request: Any) -> Any:
        words = get_authorization_header(request).split()
        if not words:
            return None
        if len(words) != 2 or words[0].lower() != b"bearer" or words[1] not in TOKENS:
            raise AuthenticationFailed("Invalid token.")
        name, scopes = TOKENS[words[1]]
        return Account.objects.get(username=name), scopes

    def authenticate_header(self, request: Any) -> str:
        return 'Bearer realm="api"'


class HasScope(BasePermission):
    """The view names the scopes of its methods."""

    def has_permission(self, request: Any, view: Any) -> bool:
        if request.auth is None:
            return False
        if settings.BUG == "scope-not-checked" and isinstance(view, PatientDetail) and request.method == "PUT":
            return True
        return view.scopes.get(request.method, view.scopes["default"]) in {*request.auth, ""}


class PatientSerializer(serializers.ModelSerializer):
    name = Char(max_length=80)
    born = Date()
    blood_type = Choice(choices=BLOOD_TYPES, allow_null=True, default=None)
    insured = Boolean(default=True)

    class Meta:
        model = Patient
        fields: ClassVar = ["id", "name", "born", "blood_type", "insured", "updated_at"]


class NoteSerializer(serializers.ModelSerializer):
    text = Char(max_length=1000)
    urgent = Boolean(default=False)

    class Meta:
        model = Note
        fields: ClassVar = ["id", "text", "urgent", "created_at"]


class AccountSerializer(serializers.ModelSerializer):
    email = Email(max_length=150, trim_whitespace=False)
    password = Char(min_length=8, max_length=100, write_only=True, required=False)
    notify = Boolean(required=False)

    class Meta:
        model = Account
        fields: ClassVar = ["username", "email", "password", "notify"]
        read_only_fields: ClassVar = ["username"]

    def to_representation(self, instance: Account) -> Any:
        data = super().to_representation(instance)
        if settings.BUG == "password-returned" and self.partial:
            data["password"] = instance.password
        return data


class View(generics.GenericAPIView):
    authentication_classes: ClassVar = [TokenAuthentication]
    permission_classes: ClassVar = [HasScope]
    parser_classes: ClassVar = [JSONParser]
    scopes: ClassVar[dict[str, str]] = {"default": ""}


class PatientView(View):
    serializer_class = PatientSerializer
    scopes: ClassVar = {
        "GET": "patients:read",
        "HEAD": "patients:read",
        "OPTIONS": "",
        "default": "patients:write",
    }

    def get_queryset(self) -> Any:
        """Patients of the blood type in the query of the list."""
        types = self.request.query_params.getlist("blood_type") if "pk" not in self.kwargs else []
        if not set(types) <= set(BLOOD_TYPES):
            raise ValidationError({"blood_type": ["This is not a valid choice."]})
        return Patient.objects.filter(blood_type__in=types) if types else Patient.objects.all()


class PatientList(PatientView, generics.ListCreateAPIView):
    pass


class PatientDetail(PatientView, generics.RetrieveUpdateDestroyAPIView):
    pass


class NoteView(View):
    serializer_class = NoteSerializer
    scopes: ClassVar = {"default": "notes"}

    def get_queryset(self) -> Any:
        return self.request.user.notes.all()


class NoteList(NoteView, generics.ListCreateAPIView):
    def perform_create(self, serializer: Any) -> None:
        serializer.save(author=self.request.user)


class NoteDetail(NoteView, generics.RetrieveUpdateDestroyAPIView):
    http_method_names: ClassVar = ["get", "put", "delete", "head", "options"]


class Me(View, generics.RetrieveUpdateAPIView):
    serializer_class = AccountSerializer
    http_method_names: ClassVar = ["get", "patch", "head", "options"]

    def get_object(self) -> Any:
        return self.request.user


def not_found(request: Any, exception: Any) -> JsonResponse:
    """Unknown paths get JSON as well."""
    return JsonResponse({"detail": "Not found."}, status=404)


handler404 = not_found
urlpatterns = [
    path("me/", Me.as_view()),
    path("notes/", NoteList.as_view()),
    path("notes/<pk>/", NoteDetail.as_view()),
    path("patients/", PatientList.as_view()),
    path("patients/<pk>/", PatientDetail.as_view()),
]
